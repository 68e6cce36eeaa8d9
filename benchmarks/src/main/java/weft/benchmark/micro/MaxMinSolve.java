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

/** One solve of the rate allocation from scratch, over {@link RandomTraffic}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class MaxMinSolve {

  /** Flows. */
  @Param({"1000", "2000", "10000", "100000"})
  public int flows;

  private final MaxMinSolver solver = new MaxMinSolver();
  private RandomTraffic traffic = RandomTraffic.of(0);
  private double[] rates = new double[0];
  private int[] bottlenecks = new int[0];

  /** Draws the flows. */
  @Setup
  public void draw() {
    traffic = RandomTraffic.of(flows);
    rates = new double[flows];
    bottlenecks = new int[flows];
  }

  /** The whole solve. */
  @Benchmark
  public double[] solve() {
    solver.solve(
        flows,
        traffic.firstHops(),
        traffic.hops(),
        traffic.links(),
        traffic.capacities(),
        rates,
        bottlenecks);
    return rates;
  }
}
