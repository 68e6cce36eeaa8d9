package weft.sim.run;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where the critical path of a run of ranks is to end. */
@FunctionalInterface
public interface PathEnd {

  /** At the end of the run, or of its job. */
  PathEnd OF_RUN = result -> null;

  /** There is none. */
  int NO_MARK = -1;

  /**
   * The mark at which it ends, when the last rank comes to it.
   *
   * @param result of the run, or of its job as that sees it; it has ended
   * @return its name; null for the end of the run
   */
  @Nullable String mark(SimulationResult result);

  /**
   * The number of that mark in the result; {@link #NO_MARK} for the end of the run.
   *
   * @throws IllegalArgumentException if the result has no such mark
   */
  default int markIn(SimulationResult result) {
    String name = mark(result);
    return name == null
        ? NO_MARK
        : IntStream.range(0, result.marks().size())
            .filter(mark -> result.marks().get(mark).name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no mark " + name));
  }
}
