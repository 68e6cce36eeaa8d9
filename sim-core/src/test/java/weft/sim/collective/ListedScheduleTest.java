package weft.sim.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.sim.collective.ListedSchedule.Entry;
import weft.sim.collective.ListedSchedule.Lane;
import weft.sim.collective.ListedSchedule.Rank;

/** What is known of a schedule whose steps are written down: a broadcast along a chain of three. */
final class ListedScheduleTest {

  private static final int NONE = Step.NONE;

  private static Entry entry(int from, int to) {
    return new Entry(
        from, from < 0 ? NONE : 0, to, to < 0 ? NONE : 0, false, from >= 0, 0, 0, 0, 1, List.of());
  }

  private static Rank rank(int from, int to) {
    return new Rank(1, List.of(0), List.of(0), List.of(new Lane(0, List.of(entry(from, to)))));
  }

  private static final ListedSchedule CHAIN =
      new ListedSchedule(
          Operation.BROADCAST, "chain", 0, 1, List.of(rank(NONE, 1), rank(0, 2), rank(1, NONE)));

  @Test
  void aPhaseIsTheMessagesThatAsManyComeBefore() {
    List<String> seen = new ArrayList<>();
    CHAIN.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, pieces) ->
            seen.add(phase + ": " + source + " to " + destination));
    assertThat(seen).containsExactly("0: 0 to 1", "1: 1 to 2");
    Phase message = new Phase(Phase.Kind.EXCHANGE, 1, 0);
    assertThat(CHAIN.phases()).containsExactly(message, message);
  }

  @Test
  void aGroupSaysWhichLeaveTheNode() {
    assertThat(CHAIN.in(GroupShape.ofNodes(2, 1)).phases())
        .containsExactly(
            new Phase(Phase.Kind.EXCHANGE, 1, 0), new Phase(Phase.Kind.EXCHANGE, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CHAIN.in(GroupShape.ofNodes(4)))
        .withMessage("3 ranks in a group of 4");
  }
}
