package weft.benchmark.micro;

import java.lang.management.ManagementFactory;
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
import weft.benchmark.fixture.RandomTraffic;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.flow.maxmin.MaxMinSystem;

/**
 * One solve of the rate allocation from scratch, over {@link RandomTraffic}: from the links of each
 * flow to its rate and bottleneck. Which flows are on each link is found anew each time; filling
 * the {@link MaxMinSystem}, a row of links a flow, is not measured.
 *
 * <p>Each call solves another system, in turn: of one that is solved again and again a processor
 * learns the branches by heart, and its caches hold the rows, which no simulation does. There are
 * 64 systems, fewer where they have more than {@value #FLOWS} flows together, but at least four.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MaxMinSolve {

  private static final int SYSTEMS = 64;
  private static final int FEWEST_SYSTEMS = 4;
  private static final int FLOWS = 2_000_000;

  /** A permutation, or random pairs: so many, with weights and caps or without. */
  @Param({"permutation", "1000", "10000", "100000", "1000000", "10000 weighted", "100000 weighted"})
  public String traffic = "permutation";

  private final MaxMinSolver solver = new MaxMinSolver();
  private MaxMinSystem[] systems = new MaxMinSystem[0];
  private int next;
  private double[] rates = new double[0];
  private int[] bottlenecks = new int[0];

  /** Draws the flows. */
  @Setup
  public void draw() {
    String[] words = traffic.split(" ", -1);
    boolean permutes = words[0].equals("permutation");
    int flows = permutes ? RandomTraffic.HOSTS : Integer.parseInt(words[0]);
    systems = new MaxMinSystem[Math.max(FEWEST_SYSTEMS, Math.min(SYSTEMS, FLOWS / flows))];
    for (int i = 0; i < systems.length; i++) {
      if (permutes) {
        systems[i] = RandomTraffic.permutation(i + 1);
      } else if (words.length > 1) {
        systems[i] = RandomTraffic.weighted(flows, i + 1);
      } else {
        systems[i] = RandomTraffic.of(flows, i + 1);
      }
    }
    rates = new double[flows];
    bottlenecks = new int[flows];
  }

  /** The whole solve. */
  @Benchmark
  public double[] solve() {
    next = next + 1 == systems.length ? 0 : next + 1;
    solver.solve(systems[next], rates, bottlenecks);
    return rates;
  }

  /**
   * The same without JMH: prints the least CPU time of the thread a flow of some rounds, each over
   * all systems, for machines that others use as well. Takes what {@link #traffic} takes, and how
   * many rounds.
   */
  public static void main(String[] args) {
    MaxMinSolve solve = new MaxMinSolve();
    solve.traffic = args[0];
    solve.draw();
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < Integer.parseInt(args[1]); round++) {
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < solve.systems.length; i++) {
        solve.solve();
      }
      double nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      least = Math.min(least, nanos / solve.systems.length / solve.rates.length);
    }
    System.out.printf("%s: %.1f ns a flow, %d systems%n", args[0], least, solve.systems.length);
  }
}
