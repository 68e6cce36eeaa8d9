package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import weft.sim.event.Engine;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;

/**
 * Starts the flows of a {@link FlowList}, each at its time or, if it waits in a queue, when its
 * turn has come, and notes when each is delivered.
 *
 * <p>Flows of one start time are started in the order of the list, in one event.
 */
public final class FlowRunner {

  private static final int NOBODY = -1;

  private final Engine engine;
  private final NetworkModel network;
  private final FlowList flows;
  private final int onStart;
  private final int listener;

  /** When each flow was started and delivered; {@link FlowTimes#NEVER} until then. */
  private final long[] startsPs;

  private final long[] endsPs;
  private int delivered;

  /** Flows by start time. */
  private final int[] order;

  private int next;

  /** Of each queue, how many flows are under way, and who waits: a list from first to last. */
  private final int[] underWay;

  private final int[] first;
  private final int[] last;
  private final int[] behind;

  /**
   * A runner on an engine; {@link #start} sets it going.
   *
   * @param owners is told which links the flows use
   */
  public FlowRunner(Engine engine, NetworkModel network, FlowList flows, LinkOwners owners) {
    this.engine = engine;
    this.network = network;
    this.flows = flows;
    onStart = engine.register(any -> startDue());
    listener = network.register((token, link) -> delivered((int) token));
    for (int flow = 0; flow < flows.count(); flow++) {
      claim(flow, owners);
    }
    startsPs = filled(flows.count(), FlowTimes.NEVER);
    endsPs = filled(flows.count(), FlowTimes.NEVER);
    order = new int[flows.count()];
    Arrays.setAll(order, flow -> flow);
    if (!isInOrder()) {
      // Stable: flows of one time keep the order of the list.
      IntArrays.mergeSort(
          order, (one, other) -> Long.compare(flows.startPs(one), flows.startPs(other)));
    }
    underWay = new int[flows.queues()];
    first = new int[flows.queues()];
    last = new int[flows.queues()];
    Arrays.fill(first, NOBODY);
    behind = new int[flows.queues() == 0 ? 0 : flows.count()];
  }

  private boolean isInOrder() {
    for (int flow = 1; flow < flows.count(); flow++) {
      if (flows.startPs(flow) < flows.startPs(flow - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Looks the path up in any case: a flow without one is refused before anything has happened. */
  private void claim(int flow, LinkOwners owners) {
    int source = flows.source(flow);
    int destination = flows.destination(flow);
    if (owners.isEmpty()) {
      network.latencyPs(source, destination, flows.number(flow));
    } else {
      network.dependsOn(
          source,
          destination,
          flows.number(flow),
          link -> owners.claim(LinkOwners.EVERYBODY, link));
    }
  }

  /** Schedules the first flows. */
  public void start() {
    scheduleNext();
  }

  /** Number of flows that have been delivered. */
  public int delivered() {
    return delivered;
  }

  /**
   * When each flow was started and delivered, as far as it was.
   *
   * @param idealsPs how long each takes if it is alone, picoseconds
   */
  public FlowTimes times(long[] idealsPs) {
    return new FlowTimes(flows, startsPs, endsPs, idealsPs);
  }

  private void scheduleNext() {
    if (next < order.length) {
      engine.schedule(flows.startPs(order[next]), onStart, 0);
    }
  }

  private void startDue() {
    while (next < order.length && flows.startPs(order[next]) == engine.nowPs()) {
      admit(order[next++]);
    }
    scheduleNext();
  }

  private void admit(int flow) {
    int queue = flows.queue(flow);
    if (queue < 0) {
      begin(flow);
    } else if (underWay[queue] < flows.mostAtOnce(queue)) {
      underWay[queue]++;
      begin(flow);
    } else {
      behind[flow] = NOBODY;
      if (first[queue] == NOBODY) {
        first[queue] = flow;
      } else {
        behind[last[queue]] = flow;
      }
      last[queue] = flow;
    }
  }

  private void begin(int flow) {
    startsPs[flow] = engine.nowPs();
    network.start(
        flows.source(flow),
        flows.destination(flow),
        flows.number(flow),
        flows.bytes(flow),
        flows.sharing(flow),
        listener,
        flow);
  }

  private void delivered(int flow) {
    endsPs[flow] = engine.nowPs();
    delivered++;
    int queue = flows.queue(flow);
    if (queue < 0) {
      return;
    }
    int waiting = first[queue];
    if (waiting == NOBODY) {
      underWay[queue]--;
    } else {
      first[queue] = behind[waiting];
      begin(waiting);
    }
  }

  private static long[] filled(int length, long value) {
    long[] array = new long[length];
    Arrays.fill(array, value);
    return array;
  }
}
