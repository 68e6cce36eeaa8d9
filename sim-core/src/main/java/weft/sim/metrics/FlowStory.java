package weft.sim.metrics;

/**
 * Where the time of one flow of a list went. What neither its bytes nor latency took is queueing.
 *
 * @param flow counted from the first one of its job
 * @param startPs when it started, picoseconds; of several rounds, in the last one
 * @param endPs when it was delivered
 * @param slowdown how many times as long it took as it does alone, at its own cap if it has one
 * @param serializationPs its bytes over the busiest link of the tier that bound it, at full rate; 0
 *     if its own cap is less than that
 * @param rateCapPs its bytes at its own cap, if that is less; else 0
 * @param latencyPs what its path takes without any bytes
 * @param tier name of the tier that bound it; empty if its own cap did
 * @param label what people call the tier; empty if its own cap did
 * @param link the link that limited it for longest; empty if that is not known, or its own cap did
 * @param heldPs for how long; 0 if the model does not know
 */
public record FlowStory(
    int flow,
    long startPs,
    long endPs,
    double slowdown,
    long serializationPs,
    long rateCapPs,
    long latencyPs,
    String tier,
    String label,
    String link,
    long heldPs) {

  /** From start to end, picoseconds. */
  public long timePs() {
    return endPs - startPs;
  }

  /** What others took from it, picoseconds. */
  public long queueingPs() {
    return timePs() - serializationPs - rateCapPs - latencyPs;
  }
}
