package weft.sim.collective.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.Step;

/** Schedules of 16,384 ranks are built within a second, and in memory that is linear in ranks. */
final class LargeSchedulesTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes for each rank and channel, all that is allocated while building, garbage included. */
  private static final long MOST_BYTES = 400;

  private static GroupShape shape(int nodes) {
    int[] sizes = new int[nodes];
    Arrays.fill(sizes, 8);
    int[] leaves = new int[8 * nodes];
    for (int rank = 0; rank < leaves.length; rank++) {
      leaves[rank] = rank % 8 + 8 * (rank / 256);
    }
    return GroupShape.ofNodes(sizes).withMulticast().withReducingSwitches(leaves);
  }

  static Stream<Arguments> cases() {
    GroupShape shape = shape(2);
    return Stream.of(Operation.values())
        .flatMap(
            operation ->
                Schedules.possible(operation, shape).stream()
                    .map(algorithm -> Arguments.of(operation, algorithm)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areBuiltInASecondAndLinearMemory(Operation operation, Algorithm algorithm) {
    build(operation, algorithm, 256);
    long[] small = build(operation, algorithm, 512);
    long[] large = build(operation, algorithm, 2_048);
    assertThat(large[0]).as("CPU time, ns").isLessThan(1_000_000_000L);
    assertThat(large[1]).as("bytes").isLessThan(MOST_BYTES * large[2]);
    double growth = (double) large[1] / small[1];
    double expected = (double) large[2] / small[2];
    assertThat(growth).as("growth of memory").isLessThan(1.1 * expected);
  }

  /** CPU time, bytes allocated, ranks × channels. */
  private static long[] build(Operation operation, Algorithm algorithm, int nodes) {
    GroupShape shape = shape(nodes);
    long thread = Thread.currentThread().getId();
    long cpu = THREADS.getThreadCpuTime(thread);
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    Schedule schedule = Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC);
    bytes = THREADS.getThreadAllocatedBytes(thread) - bytes;
    cpu = THREADS.getThreadCpuTime(thread) - cpu;
    Step step = new Step();
    int last = schedule.ranks() - 1;
    for (int lane = 0; lane < schedule.lanes(last); lane++) {
      if (schedule.steps(last, lane) > 0) {
        schedule.step(last, lane, schedule.steps(last, lane) - 1, step);
      }
    }
    return new long[] {cpu, bytes, (long) schedule.ranks() * schedule.channels()};
  }
}
