package weft.sim.run;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.Communicator;
import weft.sim.collective.exec.Demand;
import weft.sim.fabric.Fabric;
import weft.sim.metrics.CriticalPath;
import weft.sim.route.Router;
import weft.sim.workload.Activity;
import weft.sim.workload.BindingChain;
import weft.sim.workload.Program;
import weft.sim.workload.Representatives;

/**
 * Charges what took the time on a critical path.
 *
 * <p>Of a communication, <i>serialization</i> is the time in which its own bytes cross the busiest
 * link of the tier that bound it for most of the time ({@link
 * weft.sim.transfer.TransferListener#onDelivered}), at the full payload rate; <i>latency</i> is
 * what it would take without any bytes, step costs and launch included, as far as serialization
 * does not hide it; the rest is <i>queueing</i>: others used the links too, or links of other tiers
 * held chunks up.
 */
final class Charges implements BindingChain.Visitor {

  /**
   * A communication of which the figures are known: a collective, or a message if there is none.
   */
  private record Key(int index, int simulatedRank, @Nullable Operation operation, long bytes) {}

  /**
   * What a communication takes by itself.
   *
   * @param alonePs by tier, the time of its busiest link
   * @param latencyPs without any bytes
   */
  private record Figures(long[] alonePs, long latencyPs) {}

  private final Fabric fabric;
  private final Router router;
  private final Program simulated;
  private final IntUnaryOperator simulatedRanks;
  private final Representatives representatives;
  private final int firstRank;
  private final CriticalPath path;
  private final Map<Key, Figures> known = new HashMap<>();

  /**
   * Nothing charged yet.
   *
   * @param firstRank the path counts ranks from this one on
   */
  Charges(
      Fabric fabric,
      Router router,
      Program simulated,
      IntUnaryOperator simulatedRanks,
      Representatives representatives,
      int firstRank) {
    this.fabric = fabric;
    this.router = router;
    this.simulated = simulated;
    this.simulatedRanks = simulatedRanks;
    this.representatives = representatives;
    this.firstRank = firstRank;
    path = new CriticalPath(fabric);
  }

  CriticalPath path() {
    return path;
  }

  @Override
  public void compute(int rank, long startPs, long endPs, Activity activity) {
    path.add(rank - firstRank, activity.ordinal(), startPs, endPs, CriticalPath.NO_TIER, 0, 0);
  }

  @Override
  public void collective(
      int rank,
      long startPs,
      long endPs,
      Activity activity,
      int partition,
      Operation operation,
      long bytes,
      int boundLink) {
    int group = simulated.groupOf(partition, simulatedRanks.applyAsInt(rank));
    Figures figures =
        known.computeIfAbsent(
            new Key(partition, group, operation, bytes),
            key -> figures(representatives.communicator(partition, group), operation, bytes));
    charge(rank, activity, startPs, endPs, boundLink, figures);
  }

  @Override
  public void message(
      int rank,
      long startPs,
      long endPs,
      Activity activity,
      int relation,
      long bytes,
      int boundLink) {
    int simulatedRank = simulatedRanks.applyAsInt(rank);
    Figures figures =
        known.computeIfAbsent(
            new Key(relation, simulatedRank, null, bytes),
            key -> figures(relation, simulatedRank, bytes));
    charge(rank, activity, startPs, endPs, boundLink, figures);
  }

  private void charge(
      int rank, Activity activity, long startPs, long endPs, int boundLink, Figures figures) {
    long durationPs = endPs - startPs;
    int tier = TierLoads.boundTier(fabric, boundLink, figures.alonePs);
    long serializationPs = Math.min(durationPs, figures.alonePs[tier]);
    long latencyPs = Math.min(durationPs - serializationPs, figures.latencyPs);
    path.add(
        rank - firstRank, activity.ordinal(), startPs, endPs, tier, serializationPs, latencyPs);
  }

  private Figures figures(Communicator communicator, Operation operation, long bytes) {
    TierLoads load = new TierLoads(fabric, router);
    Demand demand = new Demand(communicator, operation, bytes);
    demand.visit(load::add);
    return new Figures(load.longestPs(), demand.latencyPs());
  }

  private Figures figures(int relation, int simulatedRank, long bytes) {
    TierLoads load = new TierLoads(fabric, router);
    int source = representatives.endpoint(simulatedRank);
    int destination = representatives.receiverEndpoint(relation, simulatedRank);
    load.add(source, destination, relation, bytes);
    return new Figures(
        load.longestPs(), router.paths().latencyPs(router.path(source, destination, relation)));
  }
}
