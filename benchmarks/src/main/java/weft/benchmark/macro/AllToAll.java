package weft.benchmark.macro;

import java.lang.management.ManagementFactory;
import java.util.Random;
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
import weft.benchmark.fixture.FatTreeFabric;
import weft.sim.fabric.Fabric;
import weft.sim.run.FlowNetwork;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.FlowList;

/**
 * All-to-all among the first hosts of a three-tier fat tree of 1,024 hosts, 400 Gb/s, flow model.
 * Wall time is what counts; {@link #main} prints the time that the thread itself had beside it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class AllToAll {

  private static final int PORTS = 16;
  private static final long RATE_BPS = 400_000_000_000L;
  private static final long LATENCY_PS = 500_000;
  private static final long BYTES = 1_000_000;
  private static final double MILLION = 1e6;

  /**
   * Ranks; whether all sizes are equal, or each is distinct; and if wanted, within which part of
   * the time completions are batched, whether transfers are sprayed, and whether they are not
   * folded.
   */
  @Param({
    "128 distinct",
    "128 distinct sprayed",
    "128 distinct 1%",
    "1024 equal 1%",
    "1024 equal 5%",
    "1024 equal sprayed"
  })
  public String exchange = "128 distinct";

  private SimulationSpec spec = spec("8 equal");

  /** Builds fabric and flows. */
  @Setup
  public void prepare() {
    spec = spec(exchange);
  }

  /** Wires and runs. */
  @Benchmark
  public SimulationResult run() {
    return Simulation.run(spec);
  }

  private static SimulationSpec spec(String exchange) {
    String[] words = exchange.split(" ", -1);
    Fabric fabric = FatTreeFabric.of(PORTS, RATE_BPS, LATENCY_PS);
    int ranks = Integer.parseInt(words[0]);
    FlowList.Builder flows = new FlowList.Builder();
    Random random = new Random(1);
    for (int distance = 1; distance < ranks; distance++) {
      for (int source = 0; source < ranks; source++) {
        long bytes = words[1].equals("equal") ? BYTES : BYTES / 2 + random.nextInt((int) BYTES);
        flows.add(source, (source + distance) % ranks, bytes, 0);
      }
    }
    FlowNetwork network = FlowNetwork.DEFAULT;
    for (String word : words) {
      if (word.endsWith("%")) {
        network =
            network.withCompletionBatch(
                Double.parseDouble(word.substring(0, word.length() - 1)) / 100);
      } else if (word.equals("sprayed")) {
        network = network.withSpread(FlowNetwork.Spread.ALL_PATHS);
      } else if (word.equals("unfolded")) {
        network = network.withFolding(false);
      }
    }
    return SimulationSpec.of(fabric, flows.build())
        .withMode(RunMode.CHECKED)
        .withFlowNetwork(network);
  }

  /** Takes what {@link #exchange} takes, and how often to run it. */
  public static void main(String[] args) {
    SimulationSpec spec = spec(args[0]);
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      long wall = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      SimulationResult result = Simulation.run(spec);
      System.out.printf(
          "%.0f ms of CPU, %.0f ms of wall time, of it %.0f in the loop; %,d events; end %,d ps%n",
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / MILLION,
          (System.nanoTime() - wall) / MILLION,
          result.engine().wallNanos() / MILLION,
          result.engine().events(),
          result.endPs());
    }
  }
}
