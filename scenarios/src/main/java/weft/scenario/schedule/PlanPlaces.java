package weft.scenario.schedule;

import java.util.List;
import weft.scenario.parse.Position;
import weft.sim.collective.values.Finding;

/** What is wrong with a plan, in its own words: operations of thread blocks. */
final class PlanPlaces implements Written {

  private static final List<String> BUFFERS = List.of("input", "output", "scratch");

  private final ExecutionPlan plan;
  private final List<List<PlanLane>> lanes;

  /**
   * The places of a plan.
   *
   * @param lanes of each rank
   */
  PlanPlaces(ExecutionPlan plan, List<List<PlanLane>> lanes) {
    this.plan = plan;
    this.lanes = lanes;
  }

  /** Pieces of a buffer, as the plan counts them. */
  static String name(ExecutionPlan.Span span, int grain) {
    int first = span.first() / grain;
    int last = (span.first() + span.count() - 1) / grain;
    return "%s, chunk %s, of rank %d"
        .formatted(
            BUFFERS.get(span.buffer()), first == last ? first : first + " … " + last, span.rank());
  }

  @Override
  public Position rank(int rank) {
    return plan.ranks().get(rank).at();
  }

  @Override
  public String output(int piece) {
    return "chunk " + piece / plan.grain();
  }

  private PlanLane lane(Finding finding) {
    return lanes.get(finding.participant()).get(finding.lane());
  }

  private PlanLane.Draft draft(Finding finding) {
    return lane(finding).steps.get(finding.step());
  }

  @Override
  public Position step(Finding finding) {
    return draft(finding).op.at();
  }

  @Override
  public boolean follows(Finding finding) {
    return finding.kind() == Finding.Kind.DEADLOCK && lane(finding).serves;
  }

  @Override
  public String text(Finding finding) {
    PlanLane.Draft draft = draft(finding);
    ExecutionPlan.Span source = draft.source();
    String who =
        lane(finding).serves
            ? "operation %s (%s) of another rank at rank %d"
                .formatted(draft.op.place(), draft.op.name(), finding.participant())
            : "operation %s (%s) of thread block %d of rank %d"
                .formatted(
                    draft.op.place(), draft.op.name(), finding.lane(), finding.participant());
    return switch (finding.kind()) {
      case DEADLOCK ->
          "%s waits for ever: for %s"
              .formatted(who, draft.waitsFor.isEmpty() ? "another rank" : draft.waitsFor);
      case EMPTY_BLOCK ->
          "%s reads %s, to which nothing has been written"
              .formatted(who, source == null ? "a buffer" : name(source, plan.grain()));
      case MISMATCH, LEFT_OVER, WRONG_RESULT -> who + " " + finding.text();
    };
  }
}
