package weft.sim.collective.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.sim.collective.ListedSchedule;
import weft.sim.collective.ListedSchedule.Dependency;
import weft.sim.collective.ListedSchedule.Entry;
import weft.sim.collective.ListedSchedule.Lane;
import weft.sim.collective.ListedSchedule.Rank;
import weft.sim.collective.Operation;
import weft.sim.collective.Sizes;
import weft.sim.collective.Step;

/** Every way in which a schedule can be wrong is found, and told with its place. */
final class ScheduleCheckTest {

  /** Rank 0 sends its vector to 1, which adds its own and sends the sum back. */
  private static List<Finding> findings(UnaryOperator<Entry> ofReturn) {
    Entry send = new Entry(Step.NONE, Step.NONE, 1, 0, false, false, 0, 0, 0, 1, List.of());
    Entry receive = new Entry(1, 0, Step.NONE, Step.NONE, false, true, 0, 0, 0, 1, List.of());
    Entry sum = new Entry(0, 0, 0, 1, true, true, 0, 0, 0, 1, List.of());
    ListedSchedule schedule =
        new ListedSchedule(
            Operation.ALL_REDUCE,
            "there and back",
            0,
            1,
            List.of(
                rank(new Lane(0, List.of(send)), new Lane(0, List.of(receive))),
                rank(new Lane(0, List.of(ofReturn.apply(sum))))));
    return ScheduleCheck.findings(schedule, Sizes.equal(3, 1), 2, 2, Interleaving.FIRST_COME, 1);
  }

  private static Rank rank(Lane... lanes) {
    return new Rank(2, List.of(0), List.of(0), List.of(lanes));
  }

  private static Entry with(
      Entry entry, boolean reduces, int source, int count, Dependency... after) {
    return new Entry(
        entry.receivePeer(),
        entry.receiveLane(),
        entry.sendPeer(),
        entry.sendLane(),
        reduces,
        entry.stores(),
        source,
        0,
        0,
        count,
        List.of(after));
  }

  @Test
  void whatIsRightHasNoFindings() {
    assertThat(findings(entry -> entry)).isEmpty();
  }

  @Test
  void aReductionThatIsMissing() {
    assertThat(findings(entry -> with(entry, false, 0, 1)))
        .first()
        .isEqualTo(
            new Finding(Finding.Kind.WRONG_RESULT, 0, -1, 0, "it is chunk 0 of rank 0 alone"));
  }

  @Test
  void aBlockThatIsEmpty() {
    assertThat(findings(entry -> with(entry, true, 1, 1)))
        .first()
        .isEqualTo(new Finding(Finding.Kind.EMPTY_BLOCK, 1, 0, 0, "reads block 1, which is empty"));
  }

  @Test
  void aMessageOfAnotherLength() {
    assertThat(findings(entry -> with(entry, false, 0, 0)))
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.MISMATCH);
              assertThat(finding.participant()).isEqualTo(1);
              assertThat(finding.text()).isEqualTo("receives 0 chunks from rank 0, which sends 1");
            });
  }

  @Test
  void aStepThatWaitsForItself() {
    List<Finding> findings = findings(entry -> with(entry, true, 0, 1, new Dependency(0, 0)));
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.DEADLOCK);
              assertThat(finding.participant()).isEqualTo(1);
              assertThat(finding.text()).isEqualTo("waits for step 0 of its lane 0");
            })
        .anySatisfy(
            finding ->
                assertThat(finding.text()).isEqualTo("waits for a message from rank 1, lane 0"));
  }

  /** A rank sends to itself and does not receive it. */
  @Test
  void aMessageThatNobodyReceives() {
    Entry send = new Entry(Step.NONE, Step.NONE, 0, 0, false, false, 0, 0, 0, 1, List.of());
    ListedSchedule schedule =
        new ListedSchedule(
            Operation.ALL_GATHER, "nothing", 0, 1, List.of(rank(new Lane(0, List.of(send)))));
    assertThat(ScheduleCheck.findings(schedule, Sizes.equal(1, 1), 1, 2, lanes -> 0, 1))
        .containsExactly(
            new Finding(
                Finding.Kind.LEFT_OVER,
                0,
                0,
                0,
                "sends 1 messages to rank 0, lane 0, that are never received"));
  }

  /** Where a sum lacks a rank or has it twice, the finding says which. */
  @Test
  void sumsAreExplained() {
    assertThat(sumOf(0, 1)).isEqualTo("the sum lacks rank 2");
    assertThat(sumOf(0, 1, 2, 1)).isEqualTo("the sum has rank 1 twice");
    assertThat(sumOf(0, 1, 1, 1)).isEqualTo("it is not the sum of all ranks");
    assertThat(sumOf(0, 1, 2)).isEmpty();
  }

  /** Rank 0 reduces what the others of three send, each as often as it is named. */
  private static String sumOf(int... ranks) {
    List<Entry> receives =
        IntStream.of(ranks)
            .filter(rank -> rank > 0)
            .mapToObj(
                rank -> new Entry(rank, 0, Step.NONE, Step.NONE, true, true, 0, 0, 0, 1, List.of()))
            .toList();
    List<Rank> all =
        IntStream.range(0, 3)
            .mapToObj(
                rank ->
                    rank == 0
                        ? rank(new Lane(0, receives))
                        : rank(new Lane(0, sends(IntStream.of(ranks).filter(r -> r == rank)))))
            .toList();
    List<Finding> findings =
        ScheduleCheck.findings(
            new ListedSchedule(Operation.REDUCE, "sum", 0, 1, all),
            Sizes.equal(5, 1),
            1,
            2,
            Interleaving.LAST_COME,
            7);
    return findings.isEmpty() ? "" : findings.get(0).text();
  }

  private static List<Entry> sends(IntStream times) {
    return times
        .mapToObj(i -> new Entry(Step.NONE, Step.NONE, 0, 0, false, false, 0, 0, 0, 1, List.of()))
        .toList();
  }
}
