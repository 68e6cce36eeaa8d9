package weft.sim.collective.exec;

import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/** A collective whose rings run as streams, one transfer an edge: when it ends, and why then. */
final class RingStreams {

  private final Rings rings;
  private final RingLoads loads;
  private long startPs;
  private long endPs;
  private int boundLink;
  private double latenessPs;
  private int pendingRings;

  RingStreams(Rings rings, RingLoads loads) {
    this.rings = rings;
    this.loads = loads;
  }

  /** The transfers of all edges start now. */
  void start(long nowPs) {
    startPs = nowPs;
    endPs = nowPs;
    boundLink = -1;
    latenessPs = 0;
    pendingRings = rings.channels();
    for (int channel = 0; channel < rings.channels(); channel++) {
      rings.ring(channel).start(loads.schedule(channel), loads.charges());
    }
  }

  /**
   * The transfer of an edge has been delivered, and with it those that go just like it.
   *
   * @param slowestDrainPs see {@link NetworkModel#slowestDrainPs}
   * @param link the one that bounded it; −1 if none did
   * @param isAlone whether nobody but the group itself uses its links
   * @return whether it was the last of all: then {@link #endPs()} is known
   */
  boolean delivered(
      int channel, int position, long nowPs, long slowestDrainPs, int link, boolean isAlone) {
    boolean isLast = deliveredOne(channel, position, nowPs, slowestDrainPs, link, isAlone);
    AlikeEdges alike = rings.alike();
    if (alike != null) {
      int ranks = rings.ranks();
      int edge = alike.next(channel * ranks + position);
      for (; edge != AlikeEdges.NONE; edge = alike.next(edge)) {
        isLast = deliveredOne(edge / ranks, edge % ranks, nowPs, slowestDrainPs, link, isAlone);
      }
    }
    return isLast;
  }

  private boolean deliveredOne(
      int channel, int position, long nowPs, long slowestDrainPs, int link, boolean isAlone) {
    Ring ring = rings.ring(channel);
    if (!ring.delivered(position, nowPs - startPs, slowestDrainPs)) {
      return false;
    }
    int steps = loads.schedule(channel).steps();
    long ringPs = ring.durationPs(steps, isAlone);
    long durationPs = Durations.add(ringPs, loads.charges().chunksPs());
    latenessPs = Math.max(latenessPs, ring.latenessPs(steps, ringPs, isAlone));
    long ringEndPs = Durations.add(startPs, durationPs);
    if (ringEndPs > endPs) {
      endPs = ringEndPs;
      boundLink = ring.slowestDrainPs() < durationPs / 2 ? -1 : link;
    }
    return --pendingRings == 0;
  }

  /** When the collective ends, picoseconds. */
  long endPs() {
    return endPs;
  }

  /** The link that bounds it; −1 if latency does. */
  int boundLink() {
    return boundLink;
  }

  /** How much later than simulated it may end at most; see {@link RingRunner#latenessPs}. */
  double latenessPs() {
    return latenessPs;
  }
}
