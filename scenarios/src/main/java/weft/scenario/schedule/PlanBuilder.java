package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.sim.collective.ListedSchedule;

/**
 * From a plan of MSCCL++, whose thread blocks write and read the buffers of others, to a schedule,
 * whose lanes send to each other.
 *
 * <p>A thread block becomes a lane. What it puts into a buffer of another rank it sends to a lane
 * there that stores it; a signal is a message without data to the same lane, so that it comes after
 * what was put before. What waits for the signal waits for the step that receives it, and for those
 * that store what other thread blocks of the sender had put by then. What it reads from another
 * rank it asks a lane there for, by a message without data. Packets have their flags with them:
 * whatever reads them waits for the step that stores them. Waiting inside a rank (barriers,
 * semaphores, dependencies) is waiting for steps.
 */
final class PlanBuilder {

  private static final int MOST_BLOCKS = 20_000_000;

  private final ExecutionPlan plan;
  private final Findings findings;
  private final List<List<PlanLane>> lanes = new ArrayList<>();

  /** Of each rank, the lanes that serve a thread block of another; by both. */
  private final List<Map<List<Integer>, PlanLane>> stores = new ArrayList<>();

  private final List<Map<List<Integer>, PlanLane>> servers = new ArrayList<>();

  /** Of each channel, its signals: by rank that gives them, peer, kind and number. */
  private final Map<List<Object>, List<Signal>> signals = new HashMap<>();

  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Packets> packets = new ArrayList<>();
  private final List<Reading> readings = new ArrayList<>();

  /** What thread blocks have put into buffers of others. */
  private final Map<PlanLane, List<Put>> puts = new LinkedHashMap<>();

  /** A signal: by which operation of which thread block, and the step that receives it. */
  private record Signal(int block, int op, PlanLane.Ref received) {}

  /** A step that waits for a signal of a channel, the {@code index}th. */
  private record Waiting(
      PlanLane.Draft step, int rank, int block, ExecutionPlan.Channel channel, int index) {}

  /** Packets that a step writes. */
  private record Packets(ExecutionPlan.Span span, PlanLane.Ref written) {}

  /** A step that reads packets. */
  private record Reading(ExecutionPlan.Span span, PlanLane.Draft step) {}

  /** A step of a lane that stores what an operation of a thread block has put. */
  private record Put(int op, int step) {}

  PlanBuilder(ExecutionPlan plan, Findings findings) {
    this.plan = plan;
    this.findings = findings;
  }

  ScheduleFile.Built build() {
    for (int rank = 0; rank < plan.ranks().size(); rank++) {
      List<PlanLane> ofRank = new ArrayList<>();
      for (int block = 0; block < plan.ranks().get(rank).blocks().size(); block++) {
        ofRank.add(new PlanLane(rank, block, false));
      }
      lanes.add(ofRank);
      stores.add(new LinkedHashMap<>());
      servers.add(new LinkedHashMap<>());
    }
    List<PlanOrder> orders = new ArrayList<>();
    for (int rank = 0; rank < plan.ranks().size(); rank++) {
      PlanOrder order = new PlanOrder(plan.ranks().get(rank), rank, findings);
      orders.add(order);
      Map<List<Object>, Integer> waits = new HashMap<>();
      Map<List<Object>, Integer> waiters = new HashMap<>();
      for (int block = 0; block < lanes.get(rank).size(); block++) {
        block(rank, block, order, waits, waiters);
      }
      inside(rank, order);
    }
    waiting.forEach(wait -> resolve(wait, orders.get(wait.channel.peer())));
    readings.forEach(this::resolve);
    findings.throwIfAny();
    return new ScheduleFile.Built(schedule(), new PlanPlaces(plan, lanes));
  }

  private ListedSchedule schedule() {
    for (int rank = 0; rank < lanes.size(); rank++) {
      lanes.get(rank).addAll(stores.get(rank).values());
      lanes.get(rank).addAll(servers.get(rank).values());
      for (int lane = 0; lane < lanes.get(rank).size(); lane++) {
        lanes.get(rank).get(lane).number(lane);
      }
    }
    List<ListedSchedule.Rank> built = new ArrayList<>();
    int blocks = 0;
    for (int rank = 0; rank < lanes.size(); rank++) {
      int inputs = plan.operation().inputs(plan.pieces(), lanes.size(), rank == 0);
      int outputs = plan.operation().outputs(plan.pieces(), lanes.size(), rank == 0);
      Buffers buffers =
          Buffers.of(
              plan.operation(),
              rank,
              lanes.size(),
              plan.pieces(),
              plan.inPlace(),
              plan.ranks().get(rank).limits(),
              inputs,
              outputs);
      blocks += buffers.blocks();
      if (blocks > MOST_BLOCKS) {
        throw findings.fatal(
            plan.ranks().get(rank).at(), "the buffers hold more than 20,000,000 chunks in all.");
      }
      built.add(
          new ListedSchedule.Rank(
              buffers.blocks(),
              buffers.blocks(Buffers.INPUT, inputs),
              buffers.blocks(Buffers.OUTPUT, outputs),
              lanes.get(rank).stream().map(lane -> lane.build(buffers)).toList()));
    }
    return new ListedSchedule(plan.operation(), plan.name(), 0, plan.pieces(), built);
  }

  private void block(
      int rank,
      int block,
      PlanOrder order,
      Map<List<Object>, Integer> waits,
      Map<List<Object>, Integer> waiters) {
    PlanLane lane = lanes.get(rank).get(block);
    List<ExecutionPlan.Op> ops = plan.ranks().get(rank).blocks().get(block).ops();
    for (int i = 0; i < ops.size(); i++) {
      ExecutionPlan.Op op = ops.get(i);
      if (!order.after(block, i).isEmpty()) {
        // Of what others do, the steps are not known yet; see inside.
        lane.add(op).waitsFor = order.waitsFor(block, i);
      }
      if (op.kind().moves()) {
        move(lane, op, i);
      }
      for (ExecutionPlan.Channel channel : op.channels()) {
        if (op.kind().waits()) {
          List<Object> key = List.of(channel.peer(), channel.type(), channel.number());
          int index = waits.merge(key, 1, Integer::sum) - 1;
          int first = waiters.computeIfAbsent(key, any -> block);
          if (first != block) {
            shared(rank, op, "wait", first, block, channel);
          }
          waiting.add(new Waiting(lane.add(op), rank, block, channel, index));
        } else {
          signal(lane, op, i, channel);
        }
      }
      lane.ends.add(lane.steps.size());
    }
  }

  private void shared(
      int rank,
      ExecutionPlan.Op op,
      String what,
      int first,
      int block,
      ExecutionPlan.Channel channel) {
    findings.add(
        op.at(),
        "thread blocks %d and %d of rank %d both %s on channel %d of kind %s to rank %d, so that it is open whose turn it is. Maybe a channel for each."
            .formatted(first, block, rank, what, channel.number(), channel.type(), channel.peer()));
  }

  /** The lane of a rank that stores what a thread block of another puts there. */
  private PlanLane store(int rank, PlanLane by) {
    return serving(stores, rank, by);
  }

  /** The lane of a rank that sends what a thread block of another reads. */
  private PlanLane server(int rank, PlanLane by) {
    return serving(servers, rank, by);
  }

  private static PlanLane serving(List<Map<List<Integer>, PlanLane>> of, int rank, PlanLane by) {
    return of.get(rank)
        .computeIfAbsent(List.of(by.rank, by.channel), any -> new PlanLane(rank, by.channel, true));
  }

  private void signal(
      PlanLane lane, ExecutionPlan.Op op, int place, ExecutionPlan.Channel channel) {
    PlanLane store = store(channel.peer(), lane);
    lane.add(op).to(store);
    store.add(op).from(lane);
    List<Signal> before =
        signals.computeIfAbsent(
            List.of(lane.rank, channel.peer(), channel.type(), channel.number()),
            any -> new ArrayList<>());
    if (!before.isEmpty() && before.get(0).block != lane.channel) {
      shared(lane.rank, op, "signal", before.get(0).block, lane.channel, channel);
    }
    before.add(new Signal(lane.channel, place, store.last()));
  }

  private void move(PlanLane lane, ExecutionPlan.Op op, int place) {
    List<ExecutionPlan.Span> sources = op.sources();
    List<ExecutionPlan.Span> targets = op.targets();
    if (!isSound(lane.rank, op)) {
      return;
    }
    for (int i = 0; i < sources.size(); i++) {
      if (op.kind().readsPackets(i)) {
        PlanLane.Draft step = lane.add(op);
        step.waitsFor = "packets in " + PlanPlaces.name(sources.get(i), plan.grain());
        readings.add(new Reading(sources.get(i), step));
      }
    }
    if (!op.kind().reduces()) {
      for (int i = 0; i < targets.size(); i++) {
        move(lane, op, place, sources.get(sources.size() == 1 ? 0 : i), i);
      }
      return;
    }
    ExecutionPlan.Span sum = targets.get(0);
    int start = Math.max(0, sources.indexOf(sum));
    if (!sources.get(start).equals(sum)) {
      lane.add(op).read(sources.get(start)).store(sum);
    }
    for (int i = 0; i < sources.size(); i++) {
      ExecutionPlan.Span source = sources.get(i);
      if (i == start) {
        continue;
      }
      if (source.rank() == lane.rank) {
        lane.add(op).read(source).store(sum).reduce();
      } else {
        PlanLane server = ask(lane, op, source);
        lane.add(op).from(server).read(sum).store(sum).reduce();
      }
    }
    for (int i = 1; i < targets.size(); i++) {
      move(lane, op, place, sum, i);
    }
  }

  /** Sends for what another rank has; returns the lane that sends it. */
  private PlanLane ask(PlanLane lane, ExecutionPlan.Op op, ExecutionPlan.Span source) {
    PlanLane server = server(source.rank(), lane);
    lane.add(op).to(server);
    server.add(op).from(lane);
    server.add(op).read(source).to(lane);
    return server;
  }

  private void move(
      PlanLane lane, ExecutionPlan.Op op, int place, ExecutionPlan.Span source, int index) {
    ExecutionPlan.Span target = op.targets().get(index);
    PlanLane.Ref written;
    if (target.rank() != lane.rank) {
      PlanLane store = store(target.rank(), lane);
      lane.add(op).read(source).to(store);
      store.add(op).from(lane).store(target);
      written = store.last();
      puts.computeIfAbsent(store, any -> new ArrayList<>()).add(new Put(place, written.step()));
    } else {
      if (source.rank() != lane.rank) {
        PlanLane server = ask(lane, op, source);
        lane.add(op).from(server).store(target);
      } else {
        lane.add(op).read(source).store(target);
      }
      written = lane.last();
    }
    if (op.kind().writesPackets(index)) {
      packets.add(new Packets(target, written));
    }
  }

  /** Whether an operation has buffers of its kind, as many as it needs and equally long. */
  private boolean isSound(int rank, ExecutionPlan.Op op) {
    List<ExecutionPlan.Span> sources = op.sources();
    List<ExecutionPlan.Span> targets = op.targets();
    String wrong = "";
    if (sources.isEmpty() || targets.isEmpty()) {
      wrong = "has no " + (sources.isEmpty() ? "source." : "target.");
    } else if (!op.kind().reduces() && sources.size() != targets.size() && sources.size() != 1) {
      wrong = "has %d sources for %d targets.".formatted(sources.size(), targets.size());
    } else if (op.kind().mostTargets() < targets.size()) {
      wrong =
          "has %d targets, but writes to %d.".formatted(targets.size(), op.kind().mostTargets());
    } else if (op.kind().reduces() && targets.get(0).rank() != rank) {
      wrong = "adds in a buffer of another rank.";
    } else if (op.kind().reduces() && sources.get(0).rank() != rank) {
      wrong = "begins its sum with a buffer of another rank.";
    }
    for (int i = 0; i < sources.size() && wrong.isEmpty(); i++) {
      if (sources.get(i).rank() != rank && op.kind().readsPackets(i)) {
        wrong = "reads packets from a buffer of another rank.";
      } else if (sources.get(i).rank() != rank
          && !op.kind().reduces()
          && targets.get(Math.min(i, targets.size() - 1)).rank() != rank) {
        wrong = "moves data from one other rank to another.";
      }
    }
    int count = sources.isEmpty() ? 0 : sources.get(0).count();
    for (int i = 0; i < sources.size() + targets.size() && wrong.isEmpty(); i++) {
      ExecutionPlan.Span span =
          i < sources.size() ? sources.get(i) : targets.get(i - sources.size());
      boolean isPair = !op.kind().reduces() && sources.size() > 1;
      int wanted = isPair ? sources.get(i % sources.size()).count() : count;
      if (span.count() != wanted) {
        wrong =
            "moves %d chunks to %d.".formatted(wanted / plan.grain(), span.count() / plan.grain());
      }
    }
    if (!wrong.isEmpty()) {
      findings.add(op.at(), "operation %s (%s) %s".formatted(op.place(), op.name(), wrong));
    }
    return wrong.isEmpty();
  }

  /** Lets steps wait for those of other thread blocks of the rank. */
  private void inside(int rank, PlanOrder order) {
    List<PlanLane> ofRank = lanes.get(rank);
    for (int block = 0; block < ofRank.size(); block++) {
      PlanLane lane = ofRank.get(block);
      for (int i = 0; i < lane.ends.size(); i++) {
        for (ExecutionPlan.After after : order.after(block, i)) {
          PlanLane other = ofRank.get(after.block());
          int last = after.op() < 0 ? -1 : other.ends.get(after.op()) - 1;
          int step = i == 0 ? 0 : lane.ends.get(i - 1);
          if (last >= 0 && other != lane) {
            lane.steps.get(step).after.add(new PlanLane.Ref(other, last));
          }
        }
      }
    }
  }

  private void resolve(Waiting wait, PlanOrder ofPeer) {
    int peer = wait.channel.peer();
    List<Signal> given =
        signals.getOrDefault(
            List.of(peer, wait.rank, wait.channel.type(), wait.channel.number()), List.of());
    ExecutionPlan.Op op = wait.step.op;
    if (wait.index >= given.size()) {
      findings.add(
          op.at(),
          "operation %s (%s) of thread block %d of rank %d waits for ever: for signal %d of rank %d on channel %d of kind %s, which gives %d."
              .formatted(
                  op.place(),
                  op.name(),
                  wait.block,
                  wait.rank,
                  wait.index + 1,
                  peer,
                  wait.channel.number(),
                  wait.channel.type(),
                  given.size()));
      return;
    }
    Signal signal = given.get(wait.index);
    wait.step.waitsFor = "signal %d of rank %d".formatted(wait.index + 1, peer);
    wait.step.after.add(signal.received);
    for (PlanLane other : lanes.get(peer)) {
      PlanLane store = stores.get(wait.rank).get(List.of(peer, other.channel));
      if (store == null || other.channel == signal.block) {
        continue;
      }
      int done = ofPeer.doneBefore(signal.block, signal.op, other.channel);
      int last = -1;
      for (Put put : puts.getOrDefault(store, List.of())) {
        last = put.op < done ? put.step : last;
      }
      if (last >= 0) {
        wait.step.after.add(new PlanLane.Ref(store, last));
      }
    }
  }

  private void resolve(Reading reading) {
    boolean isWritten = false;
    for (Packets written : packets) {
      if (written.span.overlaps(reading.span)) {
        isWritten = true;
        reading.step.after.add(written.written);
      }
    }
    if (!isWritten) {
      findings.add(
          reading.step.op.at(),
          "operation %s (%s) waits for ever: for packets in %s, where nobody puts any."
              .formatted(
                  reading.step.op.place(),
                  reading.step.op.name(),
                  PlanPlaces.name(reading.span, plan.grain())));
    }
  }
}
