package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.event.Engine;
import weft.sim.transfer.HoldListener;
import weft.sim.transfer.LinkOwners;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * Starts the flows of a {@link FlowList}, each at its time or, if it waits in a queue, when its
 * turn has come, and notes when each is delivered. Each part of the list goes through its rounds by
 * itself.
 *
 * <p>Flows of a part and one start time are started in the order of the list, in one event.
 */
public final class FlowRunner {

  private static final int NOBODY = -1;

  private final Engine engine;
  private final NetworkModel network;
  private final FlowList flows;
  private final List<FlowList.Part> parts;
  private final int onStart;
  private final int listener;

  /** When each flow was started and delivered; {@link FlowTimes#NEVER} until then. */
  private final long[] startsPs;

  private final long[] endsPs;

  /** Of flows that are sent several times, the completion times together, and how often so far. */
  private final long @Nullable [] sumsPs;

  private final int @Nullable [] times;
  private long delivered;

  /** Flows of each part by start time. */
  private final int[] order;

  /** By part: who is next in the order; its round, when that began, who is delivered of it. */
  private final int[] next;

  private final int[] rounds;
  private final long[] beginsPs;
  private final int[] deliveredOfRound;

  /** By part, what is noted for an explanation. */
  private FlowLog @Nullable [] logs;

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
    parts = flows.parts();
    onStart = engine.register(part -> startDue((int) part));
    listener = network.register(new Deliveries());
    for (int flow = 0; flow < flows.count(); flow++) {
      claim(flow, owners);
    }
    startsPs = filled(flows.count(), FlowTimes.NEVER);
    endsPs = filled(flows.count(), FlowTimes.NEVER);
    boolean areRepeated = parts.stream().anyMatch(part -> part.rounds() > 1);
    sumsPs = areRepeated ? new long[flows.count()] : null;
    times = areRepeated ? new int[flows.count()] : null;
    order = new int[flows.count()];
    Arrays.setAll(order, flow -> flow);
    next = parts.stream().mapToInt(FlowList.Part::first).toArray();
    rounds = new int[parts.size()];
    beginsPs = parts.stream().mapToLong(FlowList.Part::startPs).toArray();
    deliveredOfRound = new int[parts.size()];
    parts.stream().filter(part -> !isInOrder(part)).forEach(this::sort);
    underWay = new int[flows.queues()];
    first = new int[flows.queues()];
    last = new int[flows.queues()];
    Arrays.fill(first, NOBODY);
    behind = new int[flows.queues() == 0 ? 0 : flows.count()];
  }

  private boolean isInOrder(FlowList.Part part) {
    for (int flow = part.first() + 1; flow < end(part); flow++) {
      if (flows.startPs(flow) < flows.startPs(flow - 1)) {
        return false;
      }
    }
    return true;
  }

  /** Stable: flows of one time keep the order of the list. */
  private void sort(FlowList.Part part) {
    IntArrays.mergeSort(
        order,
        part.first(),
        end(part),
        (one, other) -> Long.compare(flows.startPs(one), flows.startPs(other)));
  }

  private static int end(FlowList.Part part) {
    return part.first() + part.count();
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

  /** From now on notes what it takes to explain the times; returns what is noted of each part. */
  public List<FlowLog> record() {
    FlowLog[] ofParts = parts.stream().map(FlowLog::new).toArray(FlowLog[]::new);
    logs = ofParts;
    return List.of(ofParts);
  }

  /** Schedules the first flows. */
  public void start() {
    for (int part = 0; part < parts.size(); part++) {
      scheduleNext(part);
    }
  }

  /** Number of flows that have been delivered, those of all rounds. */
  public long delivered() {
    return delivered;
  }

  /** Whether all flows of a part have been delivered, in all rounds. */
  public boolean isDone(int part) {
    return parts.get(part).count() == 0 || rounds[part] == parts.get(part).rounds();
  }

  /**
   * When each flow was started and delivered, as far as it was.
   *
   * @param idealsPs how long each takes if it is alone, picoseconds
   */
  public FlowTimes times(long[] idealsPs) {
    return new FlowTimes(flows, startsPs, endsPs, meansPs(), idealsPs);
  }

  private long @Nullable [] meansPs() {
    if (sumsPs == null || times == null) {
      return null;
    }
    long[] meansPs = new long[sumsPs.length];
    for (int flow = 0; flow < meansPs.length; flow++) {
      meansPs[flow] =
          times[flow] == 0 ? FlowTimes.NEVER : Math.round((double) sumsPs[flow] / times[flow]);
    }
    return meansPs;
  }

  private void scheduleNext(int part) {
    if (next[part] < end(parts.get(part))) {
      engine.schedule(duePs(part), onStart, part);
    }
  }

  /** When the next flow of a part is to start. */
  private long duePs(int part) {
    return Durations.add(beginsPs[part], flows.startPs(order[next[part]]));
  }

  private void startDue(int part) {
    int end = end(parts.get(part));
    while (next[part] < end && duePs(part) == engine.nowPs()) {
      admit(part, order[next[part]++]);
    }
    scheduleNext(part);
  }

  private void admit(int part, int flow) {
    int queue = flows.queue(flow);
    if (queue < 0) {
      begin(part, flow);
    } else if (underWay[queue] < flows.mostAtOnce(queue)) {
      underWay[queue]++;
      begin(part, flow);
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

  private void begin(int part, int flow) {
    startsPs[flow] = engine.nowPs();
    network.start(
        flows.source(flow),
        flows.destination(flow),
        flows.number(flow),
        flows.bytes(flow),
        flows.sharing(flow),
        listener,
        token(part, flow));
  }

  private void delivered(int part, int flow, int boundLink) {
    endsPs[flow] = engine.nowPs();
    if (sumsPs != null && times != null) {
      sumsPs[flow] += endsPs[flow] - startsPs[flow];
      times[flow]++;
    }
    delivered++;
    deliveredOfRound[part]++;
    if (logs != null) {
      logs[part].delivered(flow, boundLink);
    }
    int queue = flows.queue(flow);
    if (queue >= 0) {
      leave(queue, part, flow);
    }
    if (deliveredOfRound[part] == parts.get(part).count()) {
      endRound(part);
    }
  }

  /** Gives a flow's turn in a queue to the next one. */
  private void leave(int queue, int part, int flow) {
    int waiting = first[queue];
    if (waiting == NOBODY) {
      underWay[queue]--;
    } else {
      first[queue] = behind[waiting];
      if (logs != null) {
        logs[part].gaveWay(flow, waiting);
      }
      begin(part, waiting);
    }
  }

  private void endRound(int part) {
    if (logs != null) {
      logs[part].endRound(startsPs, endsPs);
    }
    rounds[part]++;
    if (rounds[part] < parts.get(part).rounds()) {
      if (logs != null) {
        logs[part].beginRound();
      }
      deliveredOfRound[part] = 0;
      next[part] = parts.get(part).first();
      beginsPs[part] = engine.nowPs();
      scheduleNext(part);
    }
  }

  private static long token(int part, int flow) {
    return (long) part << Integer.SIZE | flow;
  }

  private final class Deliveries implements HoldListener {

    @Override
    public void onDelivered(long token, int boundLink) {
      delivered((int) (token >>> Integer.SIZE), (int) token, boundLink);
    }

    @Override
    public void onHeld(long token, int link, long durationPs) {
      if (logs != null) {
        int part = (int) (token >>> Integer.SIZE);
        logs[part].held((int) token, Math.max(link, FlowTimes.NO_LINK), durationPs);
      }
    }
  }

  private static long[] filled(int length, long value) {
    long[] array = new long[length];
    Arrays.fill(array, value);
    return array;
  }
}
