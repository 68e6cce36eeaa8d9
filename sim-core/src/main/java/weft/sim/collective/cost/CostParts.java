package weft.sim.collective.cost;

/**
 * What the time of a collective is made of, picoseconds.
 *
 * @param launchPs once for each collective
 * @param stepsPs software and wire of the steps that follow each other
 * @param streamPs what the busiest rank sends or receives, at the rate of its links
 * @param chunksPs handshakes of the chunks, and filling the pipeline with the first
 */
public record CostParts(double launchPs, double stepsPs, double streamPs, double chunksPs) {

  /** All together. */
  public double sumPs() {
    return launchPs + stepsPs + streamPs + chunksPs;
  }
}
