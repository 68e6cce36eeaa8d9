package weft.benchmark.micro;

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
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MaxMinSolve {

  /** A permutation, or random pairs: so many, with weights and caps or without. */
  @Param({"permutation", "1000", "10000", "100000", "1000000", "10000 weighted", "100000 weighted"})
  public String traffic = "permutation";

  private final MaxMinSolver solver = new MaxMinSolver();
  private MaxMinSystem system = RandomTraffic.of(0);
  private double[] rates = new double[0];
  private int[] bottlenecks = new int[0];

  /** Draws the flows. */
  @Setup
  public void draw() {
    String[] words = traffic.split(" ", -1);
    if (traffic.equals("permutation")) {
      system = RandomTraffic.permutation();
    } else if (words.length > 1) {
      system = RandomTraffic.weighted(Integer.parseInt(words[0]));
    } else {
      system = RandomTraffic.of(Integer.parseInt(words[0]));
    }
    rates = new double[system.flows()];
    bottlenecks = new int[system.flows()];
  }

  /** The whole solve. */
  @Benchmark
  public double[] solve() {
    solver.solve(system, rates, bottlenecks);
    return rates;
  }
}
