package weft.sim.workload.llm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.workload.MarkTimes;

/**
 * How long the KV caches of a disaggregated service are on their way to the decode GPUs.
 *
 * <p>Simulated are the caches of all prefill replicas at once, so that the network carries as much
 * as it can. What it can carry bounds the rate. A service that does less does not send so: its
 * prefill replicas do not work in lockstep, prompts come to the decode replicas in turns, and if
 * they do so evenly, each of these has at most one cache on its way at a time. What they share, all
 * of them at once take as long as one after the other, so that one takes its part of that time; and
 * it takes no less than on idle links, which is more where those that all share are not the
 * narrowest.
 *
 * @param oneSeconds of one cache, if one after the other comes to each decode replica; the mean
 * @param slowestOneSeconds the same of the decode replica to which they take longest
 * @param allSeconds until all are there that come to a decode replica, if all prefill replicas send
 *     at once; the mean
 * @param slowestAllSeconds the same of the last decode replica
 */
public record CacheTransfer(
    double oneSeconds, double slowestOneSeconds, double allSeconds, double slowestAllSeconds) {

  /**
   * What it was in a run.
   *
   * @param prefilledPs when prefill steps ended, picoseconds
   * @param alone what a cache would have taken on idle links
   * @param mostCaches of prefill replicas that come to a decode replica
   * @param arrived when so many had come
   * @param fewerArrived when one less had come, to those that get no more; null if there are none
   */
  static CacheTransfer of(
      double prefilledPs,
      MarkTimes alone,
      int mostCaches,
      MarkTimes arrived,
      @Nullable MarkTimes fewerArrived) {
    double replicas = 0;
    double caches = 0;
    double sumPs = 0;
    double slowestOnePs = alone.latestPs();
    double slowestAllPs = 0;
    List<MarkTimes> all = fewerArrived == null ? List.of(arrived) : List.of(arrived, fewerArrived);
    for (int fewer = 0; fewer < all.size(); fewer++) {
      MarkTimes times = all.get(fewer);
      int ofEach = mostCaches - fewer;
      double latestPs = times.latestPs() - prefilledPs;
      replicas += times.count();
      caches += (double) times.count() * ofEach;
      sumPs += times.count() * (times.meanPs() - prefilledPs);
      slowestOnePs = Math.max(slowestOnePs, latestPs / ofEach);
      slowestAllPs = Math.max(slowestAllPs, latestPs);
    }
    return new CacheTransfer(
        Math.max(alone.meanPs(), sumPs / caches) / 1e12,
        slowestOnePs / 1e12,
        sumPs / replicas / 1e12,
        slowestAllPs / 1e12);
  }
}
