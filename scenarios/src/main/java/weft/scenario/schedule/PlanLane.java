package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.Step;

/**
 * A lane that is being made of a plan: a thread block, or one that serves a thread block of another
 * rank. Such a one stores what the other puts there, in the order in which it does, and sends what
 * the other reads.
 */
final class PlanLane {

  /** A step of a lane that others wait for. */
  record Ref(PlanLane lane, int step) {}

  /** A step, whose lanes are not numbered yet. */
  static final class Draft {
    final ExecutionPlan.Op op;
    final Set<Ref> after = new LinkedHashSet<>();
    private @Nullable PlanLane from;
    private @Nullable PlanLane to;
    private boolean reduces;
    private ExecutionPlan.@Nullable Span source;
    private ExecutionPlan.@Nullable Span target;

    /** What it waits for, in words; empty if for nothing that has a name. */
    String waitsFor = "";

    private Draft(ExecutionPlan.Op op) {
      this.op = op;
    }

    Draft from(PlanLane lane) {
      from = lane;
      return this;
    }

    Draft to(PlanLane lane) {
      to = lane;
      return this;
    }

    Draft read(ExecutionPlan.@Nullable Span span) {
      source = span;
      return this;
    }

    Draft store(ExecutionPlan.@Nullable Span span) {
      target = span;
      return this;
    }

    Draft reduce() {
      reduces = true;
      return this;
    }

    ExecutionPlan.@Nullable Span source() {
      return source;
    }
  }

  final int rank;
  final int channel;

  /** Whether it serves a thread block of another rank. */
  final boolean serves;

  final List<Draft> steps = new ArrayList<>();

  /** Of a thread block, how many steps there are up to the end of each operation. */
  final List<Integer> ends = new ArrayList<>();

  /** Its number among the lanes of the rank. */
  private int number;

  PlanLane(int rank, int channel, boolean serves) {
    this.rank = rank;
    this.channel = channel;
    this.serves = serves;
  }

  void number(int number) {
    this.number = number;
  }

  Draft add(ExecutionPlan.Op op) {
    Draft step = new Draft(op);
    steps.add(step);
    return step;
  }

  /** Its last step so far. */
  Ref last() {
    return new Ref(this, steps.size() - 1);
  }

  ListedSchedule.Lane build(Buffers buffers) {
    List<ListedSchedule.Entry> entries = new ArrayList<>();
    for (Draft step : steps) {
      ExecutionPlan.Span data = step.source != null ? step.source : step.target;
      List<ListedSchedule.Dependency> after = new ArrayList<>();
      for (Ref ref : step.after) {
        after.add(new ListedSchedule.Dependency(ref.lane.number, ref.step));
      }
      entries.add(
          new ListedSchedule.Entry(
              step.from == null ? Step.NONE : step.from.rank,
              step.from == null ? Step.NONE : step.from.number,
              step.to == null ? Step.NONE : step.to.rank,
              step.to == null ? Step.NONE : step.to.number,
              step.reduces,
              step.target != null,
              step.source == null ? 0 : buffers.block(step.source.buffer(), step.source.first()),
              step.target == null ? 0 : buffers.block(step.target.buffer(), step.target.first()),
              data == null ? 0 : buffers.piece(data.buffer(), data.first()),
              data == null ? 0 : data.count(),
              after));
    }
    return new ListedSchedule.Lane(channel, entries);
  }
}
