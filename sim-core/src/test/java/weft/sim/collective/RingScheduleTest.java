package weft.sim.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schedule moves real numbers to where they belong, and counts what it sends. */
final class RingScheduleTest {

  /** Every operation on rings of 2 to 17, over sizes that divide and sizes that do not. */
  static Stream<Arguments> schedules() {
    return Stream.of(Operation.ALL_REDUCE, Operation.ALL_GATHER, Operation.REDUCE_SCATTER)
        .flatMap(
            operation ->
                IntStream.rangeClosed(2, 17).mapToObj(ranks -> Arguments.of(operation, ranks)));
  }

  private static long[] sizes(int ranks) {
    return new long[] {0, 1, ranks - 1, ranks, ranks + 1, 3L * ranks + 2, 7L * ranks};
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("schedules")
  void everyRankEndsWithTheRightValues(Operation operation, int ranks) {
    for (long size : sizes(ranks)) {
      RingSchedule schedule = new RingSchedule(operation, ranks, size);
      Random random = new Random(ranks);
      long[][] before = new long[ranks][];
      for (int rank = 0; rank < ranks; rank++) {
        before[rank] = random.longs(size, -1_000, 1_000).toArray();
      }
      long[][] after = execute(schedule, before);
      assertResult(schedule, before, after);
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("schedules")
  void sentBytesAreTheSumOfTheChunksOverTheSteps(Operation operation, int ranks) {
    for (long size : sizes(ranks)) {
      RingSchedule schedule = new RingSchedule(operation, ranks, size);
      long total = 0;
      for (int position = 0; position < ranks; position++) {
        long sent = 0;
        for (int step = 0; step < schedule.steps(); step++) {
          sent += schedule.chunkBytes(schedule.chunk(position, step));
        }
        assertThat(schedule.sentBytes(position)).as("position %d", position).isEqualTo(sent);
        total += sent;
      }
      assertThat(total).isEqualTo(RingSchedule.passes(operation) * (ranks - 1) * size);
    }
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("schedules")
  void inEveryStepEveryChunkIsSentOnce(Operation operation, int ranks) {
    RingSchedule schedule = new RingSchedule(operation, ranks, ranks);
    for (int step = 0; step < schedule.steps(); step++) {
      int at = step;
      assertThat(IntStream.range(0, ranks).map(position -> schedule.chunk(position, at)).toArray())
          .containsExactlyInAnyOrder(IntStream.range(0, ranks).toArray());
    }
  }

  /** A position sends in a step what it has received in the step before: the steps are a chain. */
  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("schedules")
  void aChunkTravelsOnInTheNextStep(Operation operation, int ranks) {
    RingSchedule schedule = new RingSchedule(operation, ranks, ranks);
    for (int step = 1; step < schedule.steps(); step++) {
      for (int position = 0; position < ranks; position++) {
        assertThat(schedule.chunk((position + 1) % ranks, step))
            .isEqualTo(schedule.chunk(position, step - 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ALL_REDUCE, 2", "ALL_GATHER, 1", "REDUCE_SCATTER, 1"})
  void ofDivisibleSizesEveryPositionSendsTheClosedForm(Operation operation, int passes) {
    for (int ranks = 2; ranks <= 64; ranks++) {
      long bytes = 12L * ranks;
      RingSchedule schedule = new RingSchedule(operation, ranks, bytes);
      long expected = passes * (ranks - 1) * bytes / ranks;
      assertThat(LongStream.range(0, ranks).map(p -> schedule.sentBytes((int) p)))
          .containsOnly(expected);
      assertThat(operation.busFactor(ranks)).isCloseTo((double) expected / bytes, within(1e-12));
      assertThat(schedule.steps()).isEqualTo(passes * (ranks - 1));
    }
  }

  @Test
  void chunksDifferByOneByteAtMost() {
    RingSchedule schedule = new RingSchedule(Operation.ALL_REDUCE, 4, 10);
    assertThat(IntStream.range(0, 4).mapToLong(schedule::chunkBytes))
        .containsExactly(3L, 3L, 2L, 2L);
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "0, 10", "2, -1"})
  void impossibleRingsAreRejected(int ranks, long bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RingSchedule(Operation.ALL_REDUCE, ranks, bytes))
        .withMessageContaining(ranks + " ranks")
        .withMessageContaining(bytes + " bytes");
  }

  /** All positions send at once what they have before the step; then all receive. */
  private static long[][] execute(RingSchedule schedule, long[][] before) {
    int ranks = schedule.ranks();
    long[][] values = Stream.of(before).map(long[]::clone).toArray(long[][]::new);
    for (int step = 0; step < schedule.steps(); step++) {
      long[][] sent = new long[ranks][];
      for (int position = 0; position < ranks; position++) {
        int chunk = schedule.chunk(position, step);
        sent[position] =
            Arrays.copyOfRange(values[position], from(schedule, chunk), from(schedule, chunk + 1));
      }
      for (int position = 0; position < ranks; position++) {
        long[] receiver = values[(position + 1) % ranks];
        int offset = from(schedule, schedule.chunk(position, step));
        for (int i = 0; i < sent[position].length; i++) {
          long own = schedule.reduces(step) ? receiver[offset + i] : 0;
          receiver[offset + i] = own + sent[position][i];
        }
      }
    }
    return values;
  }

  private static void assertResult(RingSchedule schedule, long[][] before, long[][] after) {
    for (int position = 0; position < schedule.ranks(); position++) {
      for (int chunk = 0; chunk < schedule.ranks(); chunk++) {
        if (schedule.operation() == Operation.REDUCE_SCATTER && chunk != position) {
          continue;
        }
        for (int i = from(schedule, chunk); i < from(schedule, chunk + 1); i++) {
          int element = i;
          long expected =
              schedule.operation() == Operation.ALL_GATHER
                  ? before[chunk][i]
                  : Arrays.stream(before).mapToLong(values -> values[element]).sum();
          assertThat(after[position][i])
              .as("element %d at position %d of %s", i, position, schedule)
              .isEqualTo(expected);
        }
      }
    }
  }

  private static int from(RingSchedule schedule, int chunk) {
    return (int) LongStream.range(0, chunk).map(c -> schedule.chunkBytes((int) c)).sum();
  }
}
