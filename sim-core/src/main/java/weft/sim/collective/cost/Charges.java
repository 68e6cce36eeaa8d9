package weft.sim.collective.cost;

/**
 * What a collective of one size costs beside its bytes at the rates that the network gives: for
 * whoever simulates it.
 *
 * @param launchPs once, before the first byte, picoseconds
 * @param scaleUpPs the software of each step inside a scale-up domain, beside the wire, picoseconds
 * @param scaleOutPs that of each step between domains, picoseconds
 * @param ringBusyPs of these, how long a step of a ring keeps the sender from its next one, at most
 *     the lesser of both, picoseconds
 * @param scaleUpWire bytes for which a link of the scale-up domain is busy, for each byte of data
 * @param scaleOutWire the same between domains
 * @param passes in how many chunks the data goes through the schedule, at least 1
 * @param chunksPs what the chunks cost beside their steps, where the library waits for each other's
 *     buffers and flags, once for the collective, picoseconds
 */
public record Charges(
    long launchPs,
    long scaleUpPs,
    long scaleOutPs,
    long ringBusyPs,
    double scaleUpWire,
    double scaleOutWire,
    int passes,
    long chunksPs) {

  /** What a step takes beside the network, picoseconds. */
  public long stepPs(boolean isScaleOut) {
    return isScaleOut ? scaleOutPs : scaleUpPs;
  }

  /** What is sent of so many bytes of data, bytes on the wire. */
  public long wireBytes(boolean isScaleOut, long bytes) {
    double factor = isScaleOut ? scaleOutWire : scaleUpWire;
    return factor == 1 ? bytes : (long) Math.ceil(bytes * factor);
  }

  /** These with another launch. */
  public Charges withLaunch(long launchPs) {
    return new Charges(
        launchPs, scaleUpPs, scaleOutPs, ringBusyPs, scaleUpWire, scaleOutWire, passes, chunksPs);
  }

  /** These with all times divided by a number, rounded; what goes over the wire stays. */
  public Charges over(double divisor) {
    return new Charges(
        Math.round(launchPs / divisor),
        Math.round(scaleUpPs / divisor),
        Math.round(scaleOutPs / divisor),
        Math.round(ringBusyPs / divisor),
        scaleUpWire,
        scaleOutWire,
        passes,
        Math.round(chunksPs / divisor));
  }
}
