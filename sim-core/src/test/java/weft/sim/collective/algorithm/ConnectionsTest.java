package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Hops;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Schedule;
import weft.sim.collective.Step;

/** What a schedule says of its connections and phases is what its steps do. */
@Tag("slow")
final class ConnectionsTest {

  @ParameterizedTest
  @MethodSource("weft.sim.collective.algorithm.Shapes#cases")
  void connectionsAreThoseOfTheSteps(Operation operation, Algorithm algorithm, GroupShape shape) {
    Schedule schedule = Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC);
    Map<String, Long> shown = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    List<Integer> phases = new ArrayList<>();
    schedule.connections(
        (phase, channel, source, sourceLane, destination, destinationLane, messages, pieces) -> {
          String key = key(channel, source, sourceLane, destination, destinationLane);
          assertThat(seen.add(key + " in " + phase)).as(key).isTrue();
          shown.merge(key, 1_000_000L * messages + pieces, Long::sum);
          phases.add(phase);
        });
    assertThat(shown).isEqualTo(connectionsOfSteps(schedule));
    assertThat(phases).allSatisfy(phase -> assertThat(phase).isLessThan(schedule.phases().size()));
  }

  private static String key(int channel, int source, int lane, int destination, int otherLane) {
    return "channel %d: %d.%d to %d.%d".formatted(channel, source, lane, destination, otherLane);
  }

  private static Map<String, Long> connectionsOfSteps(Schedule schedule) {
    Map<String, Long> connections = new TreeMap<>();
    Step cursor = new Step();
    for (int participant = 0; participant < schedule.participants(); participant++) {
      for (int lane = 0; lane < schedule.lanes(participant); lane++) {
        for (int step = 0; step < schedule.steps(participant, lane); step++) {
          schedule.step(participant, lane, step, cursor);
          if (cursor.sends()) {
            String key =
                key(
                    schedule.channel(participant, lane),
                    participant,
                    lane,
                    cursor.sendPeer(),
                    cursor.sendLane());
            connections.merge(key, 1_000_000L + cursor.blocks(), Long::sum);
          }
        }
      }
    }
    return connections;
  }

  /**
   * The longest way through the steps has as many messages as the phases say, which follow each
   * other. Where not all ranks take part in all phases, no way may go through all of them.
   */
  @ParameterizedTest
  @MethodSource("weft.sim.collective.algorithm.Shapes#cases")
  void phasesHaveTheHopsOfTheLongestWay(
      Operation operation, Algorithm algorithm, GroupShape shape) {
    Schedule schedule = Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC);
    Hops hops = Hops.of(schedule, shape);
    int messages = schedule.phases().stream().mapToInt(Phase::hops).sum();
    int scaleOut = schedule.phases().stream().mapToInt(Phase::scaleOutHops).sum();
    boolean allTakePart =
        algorithm == Algorithm.HIERARCHICAL
            ? shape.isUniform()
            : algorithm != Algorithm.HALVING_DOUBLING || Integer.bitCount(shape.ranks()) == 1;
    assertThat(messages).isBetween(hops.messages(), hops.messages() + (allTakePart ? 0 : 1));
    assertThat(scaleOut).isBetween(hops.scaleOut(), messages);
    if (shape.ranks() == shape.nodes() && allTakePart) {
      assertThat(scaleOut).isEqualTo(hops.scaleOut());
    }
  }
}
