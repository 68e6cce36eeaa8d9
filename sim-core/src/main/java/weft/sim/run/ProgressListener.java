package weft.sim.run;

/** Looks on while a simulation runs, a few hundred times a second. */
@FunctionalInterface
public interface ProgressListener {

  /** Does not care. */
  ProgressListener NONE = (simulatedPs, events, done, total) -> true;

  /**
   * The run has got this far.
   *
   * @param simulatedPs simulated time, picoseconds
   * @param events events handled
   * @param done operations done, on all ranks
   * @param total operations of the program
   * @return false to interrupt the run
   */
  boolean onProgress(long simulatedPs, long events, long done, long total);
}
