package weft.benchmark.micro;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/** Builds the schedule of each algorithm, for nodes of eight; 2,048 nodes are 16,384 ranks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ScheduleBuild {

  private static final int GPUS = 8;
  private static final int NODES_OF_LEAF = 32;

  @Param({"2048"})
  public int nodes;

  /** Those that are possible over several nodes. */
  @Param({
    "RING",
    "TREE",
    "HALVING_DOUBLING",
    "HIERARCHICAL",
    "DIRECT",
    "PAIRWISE",
    "PXN",
    "BRUCK",
    "NVLS_TREE",
    "IN_NETWORK",
    "PAT"
  })
  public Algorithm algorithm;

  private GroupShape shape = GroupShape.ofNodes(GPUS);
  private Operation operation = Operation.ALL_REDUCE;

  /** Where the ranks are is given. */
  @Setup
  public void prepare() {
    int[] sizes = new int[nodes];
    Arrays.fill(sizes, GPUS);
    int[] leaves = new int[GPUS * nodes];
    for (int rank = 0; rank < leaves.length; rank++) {
      leaves[rank] = rank % GPUS + GPUS * (rank / (GPUS * NODES_OF_LEAF));
    }
    shape = GroupShape.ofNodes(sizes).withMulticast().withReducingSwitches(leaves);
    operation =
        Arrays.stream(Operation.values())
            .filter(candidate -> Schedules.refusal(candidate, algorithm, shape) == null)
            .findFirst()
            .orElseThrow();
  }

  /** The first operation that the algorithm can do. */
  @Benchmark
  public Schedule build() {
    return Schedules.of(operation, algorithm, shape, 0, Schedules.AUTOMATIC);
  }
}
