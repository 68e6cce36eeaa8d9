package weft.sim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;

final class RecordersTest {

  private static final int COMPUTE = 0;
  private static final int COMMUNICATION = 1;
  private static final int IDLE = 2;

  private final Fabric fabric = FabricSketch.star(2, 8_000_000_000L, 0);

  private ActivityRecorder activities() {
    return new ActivityRecorder(
        fabric,
        2,
        List.of(
            new ActivityRecorder.Label(StepBreakdown.Kind.COMPUTE, "compute"),
            new ActivityRecorder.Label(StepBreakdown.Kind.EXPOSED_COMMUNICATION, "sending"),
            new ActivityRecorder.Label(StepBreakdown.Kind.BUBBLE, "idle")),
        IDLE);
  }

  /**
   * Rank 0 computes 4 and sends 6, rank 1 computes 2: the last 8 of it are idle. Beside that 3, 1.
   */
  @Test
  void theTimeAfterARanksLastOperationIsIdle() {
    ActivityRecorder recorder = activities();
    recorder.onActivity(0, COMPUTE, 0, 4, -1);
    recorder.onActivity(0, COMMUNICATION, 4, 10, 0);
    recorder.onActivity(1, COMPUTE, 0, 2, -1);
    recorder.onBeside(0, COMMUNICATION, 1, 4, 1);
    recorder.onBeside(0, COMMUNICATION, 2, 5, 0);
    recorder.onBeside(1, COMMUNICATION, 1, 2, 0);
    StepBreakdown breakdown = recorder.breakdown(10);
    assertThat(breakdown.slowestRank()).isZero();
    assertThat(breakdown.parts())
        .containsExactly(
            new StepBreakdown.Part(
                COMPUTE, StepBreakdown.Kind.COMPUTE, "compute", 3, 4, "", List.of(), 0),
            new StepBreakdown.Part(
                COMMUNICATION,
                StepBreakdown.Kind.EXPOSED_COMMUNICATION,
                "sending",
                3,
                6,
                "wire",
                List.of(new StepBreakdown.Bound("wire", 3, 6)),
                2),
            new StepBreakdown.Part(
                IDLE, StepBreakdown.Kind.BUBBLE, "idle", 4, 0, "", List.of(), 0));
  }

  /** Two ranks of 5·10¹⁸ ps each: their sum exceeds a long. */
  @Test
  void meansOverRanksDoNotOverflow() {
    ActivityRecorder recorder = activities();
    long end = 5_000_000_000_000_000_000L;
    recorder.onActivity(0, COMPUTE, 0, end, -1);
    recorder.onActivity(1, COMPUTE, 0, end, -1);
    assertThat(recorder.breakdown(end).parts())
        .containsExactly(
            new StepBreakdown.Part(
                COMPUTE, StepBreakdown.Kind.COMPUTE, "compute", end, end, "", List.of(), 0));
  }

  /** Rank 1 computes 3 of 10, rank 0 nothing: means of 1.5 and 8.5, of which one is rounded up. */
  @Test
  void meansAreWholeAndAddUp() {
    ActivityRecorder recorder = activities();
    recorder.onActivity(0, COMMUNICATION, 0, 10, 0);
    recorder.onActivity(1, COMPUTE, 0, 3, -1);
    recorder.onActivity(1, COMMUNICATION, 3, 10, -1);
    StepBreakdown breakdown = recorder.breakdown(10);
    assertThat(breakdown.parts()).extracting(StepBreakdown.Part::meanPs).containsExactly(2L, 8L);
    assertThat(breakdown.parts().get(1).bounds())
        .containsExactly(
            new StepBreakdown.Bound("wire", 5, 10), new StepBreakdown.Bound("latency", 3, 0));
  }

  /** Of 6 that ranks 0 and 1 wait, 4 are for rank 2. */
  @Test
  void whomOthersWaitForIsNamed() {
    ActivityRecorder recorder =
        new ActivityRecorder(
            FabricSketch.star(3, 8, 0),
            3,
            List.of(
                new ActivityRecorder.Label(StepBreakdown.Kind.COMPUTE, "compute"),
                new ActivityRecorder.Label(StepBreakdown.Kind.BUBBLE, "waiting"),
                new ActivityRecorder.Label(StepBreakdown.Kind.BUBBLE, "idle")),
            2);
    recorder.onAwaited(1, 2);
    recorder.onAwaited(2, 1);
    recorder.onAwaited(2, 3);
    assertThat(recorder.breakdown(3).late()).isEqualTo(new StepBreakdown.Late(2, 4 / 6.0));
  }

  /** Rank 0 ends last, and latency bounds it for 4; but the wire bounds rank 1 for 9. */
  @Test
  void whatBoundsMostOverAllRanksIsNamed() {
    ActivityRecorder recorder = activities();
    recorder.onActivity(0, COMMUNICATION, 0, 4, -1);
    recorder.onActivity(0, COMPUTE, 4, 10, -1);
    recorder.onActivity(1, COMMUNICATION, 0, 9, 0);
    assertThat(recorder.breakdown(10).parts().get(1).boundBy()).isEqualTo("wire");
  }

  @Test
  void whatBoundsMostOfAPartIsNamed() {
    ActivityRecorder recorder = activities();
    recorder.onActivity(0, COMMUNICATION, 0, 4, 0);
    recorder.onActivity(0, COMMUNICATION, 4, 9, -1);
    assertThat(recorder.breakdown(9).parts().get(0).boundBy()).isEqualTo(StepBreakdown.LATENCY);
  }

  @Test
  void collectivesAreAveragedByKindAndSize() {
    ActivityRecorder recorder = activities();
    recorder.onCollective(0, 1, 8, 2, 100, 0, 1_000_000, 0, false, 500_000, 1);
    recorder.onCollective(0, 1, 8, 2, 200, 0, 5_000_000, -1, false, 0, 1);
    recorder.onCollective(0, 1, 8, 2, 100, 0, 3_000_000, 0, true, 0, 1);
    List<CollectiveTiming> timings =
        recorder.collectives(
            new CollectiveNames() {
              @Override
              public String group(int groups) {
                return "group" + groups;
              }

              @Override
              public String operation(int operation) {
                return "operation" + operation;
              }

              @Override
              public String algorithm(int groups, int operation, long bytes) {
                return "ring";
              }

              @Override
              public double busFactor(int operation, int ranks) {
                return 1.75;
              }
            });
    assertThat(timings)
        .containsExactly(
            new CollectiveTiming(
                "group0",
                "operation1",
                "ring",
                8,
                2,
                100,
                2,
                2_000_000,
                1.75,
                "wire",
                new StreamError(1, 500_000, 0.5)),
            new CollectiveTiming(
                "group0",
                "operation1",
                "ring",
                8,
                2,
                200,
                1,
                5_000_000,
                1.75,
                "latency",
                StreamError.NONE));
    assertThat(timings.get(0).algbw()).isEqualTo(100 / 2e-6);
    assertThat(timings.get(0).busbw()).isEqualTo(175 / 2e-6);
  }

  @Test
  void completionTimesAreSummedUp() {
    TransferRecorder recorder = new TransferRecorder();
    assertThat(recorder.completionTimes()).isEqualTo(new CompletionTimes(0, 0, 0, 0, 0, 0));
    for (long duration : new long[] {10, 20, 30, 1_000_000}) {
      recorder.onDelivered(0, 1, 1, 1, 5, 5 + duration);
    }
    assertThat(recorder.completionTimes())
        .isEqualTo(new CompletionTimes(4, 10, 250_015, 20, 1_000_000, 1_000_000));
  }

  /** The four links carry 1,000, 0, 500 and 0 bytes in 2 µs, in which each could carry 2,000. */
  @Test
  void utilizationIsAShareOfWhatTheLinksCouldCarry() {
    long[] carried = {1_000, 0, 500, 0};
    TierUtilization tier = Utilization.byTier(fabric, link -> carried[link], 2_000_000).get(0);
    assertThat(tier.links()).isEqualTo(4);
    assertThat(tier.bytes()).isEqualTo(1_500);
    assertThat(tier.mean()).isCloseTo(1_500 / 8_000.0, within(1e-12));
    assertThat(tier.max()).isCloseTo(0.5, within(1e-12));
    assertThat(tier.busiestLink()).isEqualTo(fabric.linkName(0));
  }

  @Test
  void aRunWithoutDurationHasNoUtilization() {
    TierUtilization tier = Utilization.byTier(fabric, link -> 0, 0).get(0);
    assertThat(tier.mean()).isZero();
    assertThat(tier.max()).isZero();
  }
}
