package weft.sim.collective.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.cost.Charges;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.probe.TransferProbe;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;

/** Collectives over all endpoints of a fabric, one after the other, on the flow model. */
final class RingRun implements CollectiveListener {

  /** A collective's end. */
  record End(long token, long timePs, int boundLink) {}

  final Engine engine = new Engine(new BucketEventQueue());
  final NetworkModel network;
  final RingRunner runner;
  final Communicator group;
  final int communicator;
  final List<End> ends = new ArrayList<>();

  RingRun(Fabric fabric, StepCosts costs) {
    this(fabric, costs, new LinkOwners(fabric.linkCount()), new NetworkRun.NoProbe());
  }

  /** All go round the rings with these charges. */
  RingRun(Fabric fabric, Charges charges) {
    this(
        fabric,
        (members, shape) -> (operation, bytes) -> new Plan("ring", "", null, charges),
        StepCosts.NONE,
        new LinkOwners(fabric.linkCount()),
        new NetworkRun.NoProbe());
  }

  RingRun(Fabric fabric, StepCosts costs, LinkOwners owners, TransferProbe probe) {
    this(fabric, Planning.RINGS, costs, owners, probe);
  }

  private RingRun(
      Fabric fabric, Planning planning, StepCosts costs, LinkOwners owners, TransferProbe probe) {
    network = new FlowModel(engine, fabric, new UpDownRouter(fabric, 1), probe, false);
    runner = new RingRunner(engine, network, owners, this);
    int[] members = IntStream.range(0, fabric.endpointCount()).toArray();
    group =
        new Communicator(
            network, fabric, planning, costs, members, 0, RingLayout.AUTOMATIC, null, null);
    communicator = runner.register(group);
  }

  /** Runs one collective from now; returns how long it took. */
  long run(Operation operation, long bytes) {
    long startPs = engine.nowPs();
    runner.start(communicator, operation, bytes, ends.size());
    engine.run(RunWatch.NONE);
    return ends.get(ends.size() - 1).timePs() - startPs;
  }

  @Override
  public void onCollectiveDone(long token, int boundLink) {
    ends.add(new End(token, engine.nowPs(), boundLink));
  }
}
