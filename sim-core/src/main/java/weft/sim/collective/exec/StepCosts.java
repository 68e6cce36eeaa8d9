package weft.sim.collective.exec;

import weft.sim.collective.cost.Charges;

/**
 * What the communication library costs beside the wire: time that a step of a collective takes even
 * if the network took none.
 *
 * @param scaleUpPs a step inside a scale-up domain, picoseconds
 * @param scaleOutPs a step between domains, picoseconds
 * @param launchPs once for each collective, picoseconds
 */
public record StepCosts(long scaleUpPs, long scaleOutPs, long launchPs) {

  /** No cost: the network alone. */
  public static final StepCosts NONE = new StepCosts(0, 0, 0);

  /**
   * The ring algorithm of NCCL with the Simple protocol: a step takes 3.4 µs over NVLink and 14 µs
   * over the network, a launch 8.4 µs (NCCL 2.30.7, src/graph/tuning.cc, hwLat and baseLat). These
   * include the wire, which here the fabric adds; so 0.6 µs are taken off for two NVLink links, and
   * 2.8 µs for two GPUs on one leaf (assumption: that this is the wire on which NCCL's figures were
   * measured).
   */
  public static final StepCosts NCCL_SIMPLE = new StepCosts(2_800_000, 11_200_000, 8_400_000);

  /** The same as what a library adds to each collective. */
  Charges charges() {
    return new Charges(launchPs, scaleUpPs, scaleOutPs, 0, 1, 1, 1, 0);
  }

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public StepCosts {
    if (scaleUpPs < 0 || scaleOutPs < 0 || launchPs < 0) {
      throw new IllegalArgumentException("a cost below 0: " + scaleUpPs + ", " + scaleOutPs);
    }
  }

  /** These divided by a number, rounded. */
  public StepCosts over(double divisor) {
    return new StepCosts(
        Math.round(scaleUpPs / divisor),
        Math.round(scaleOutPs / divisor),
        Math.round(launchPs / divisor));
  }
}
