package weft.sim.transfer;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import weft.sim.fabric.Fabric;
import weft.sim.route.Paths;
import weft.sim.unit.Durations;

/**
 * How long a transfer takes that is alone on its path: its bytes over the payload rate of the
 * narrowest link, and the latency. Of a link that carries a part of it, the rate counts as many
 * times as that.
 */
public final class LoneTimes {

  private final Fabric fabric;
  private final Paths paths;

  /** The rate of each spread that has been asked for; 0 where it has not. */
  private final LongArrayList rateOfSpread = new LongArrayList();

  /** Times over these paths. */
  public LoneTimes(Fabric fabric, Paths paths) {
    this.fabric = fabric;
    this.paths = paths;
  }

  /** The time of a transfer over a path, picoseconds. */
  public long timePs(int path, long bytes) {
    return Durations.add(Durations.serializationPs(bytes, rateBps(path)), paths.latencyPs(path));
  }

  /** The time of a transfer that may have a cap of its own, picoseconds. */
  public long timePs(int path, long bytes, Sharing sharing) {
    return Math.max(
        timePs(path, bytes), Durations.add(sharing.cappedPs(bytes), paths.latencyPs(path)));
  }

  /** The rate of a transfer over a path, bits per second. */
  public long rateBps(int path) {
    long rateBps = Durations.FASTEST_BPS;
    for (int hop = 0; hop < paths.ownHops(path); hop++) {
      rateBps = Math.min(rateBps, rateBps(paths.link(path, hop), paths.share(path, hop)));
    }
    int spread = paths.spread(path);
    if (spread != Paths.NO_SPREAD) {
      rateBps = Math.min(rateBps, spreadRateBps(spread));
    }
    return rateBps;
  }

  private long spreadRateBps(int spread) {
    while (rateOfSpread.size() <= spread) {
      rateOfSpread.add(0);
    }
    long rateBps = rateOfSpread.getLong(spread);
    if (rateBps == 0) {
      rateBps = Durations.FASTEST_BPS;
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        rateBps = Math.min(rateBps, rateBps(paths.spreadLink(hop), paths.spreadShare(hop)));
      }
      rateOfSpread.set(spread, rateBps);
    }
    return rateBps;
  }

  private long rateBps(int link, double share) {
    long rateBps = fabric.payloadRateBps(link);
    return share == 1 ? rateBps : (long) (rateBps / share);
  }
}
