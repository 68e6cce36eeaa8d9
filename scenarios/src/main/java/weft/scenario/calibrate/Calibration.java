package weft.scenario.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import weft.scenario.parse.NcclLog;
import weft.sim.collective.GroupShape;
import weft.sim.collective.cost.Chooser;
import weft.sim.collective.cost.Estimate;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.LinkRates;
import weft.sim.collective.cost.Request;
import weft.sim.fabric.Fabric;
import weft.sim.run.GroupLinks;

/**
 * Constants of a library that predict measured times best: least squares of the logarithms of time
 * over measured time, by Levenberg and Marquardt.
 *
 * <p>Which algorithm and protocol the library chooses depends on the constants, and jumps. So a
 * round keeps the choices of the one before; the constants that are best with choices of their own
 * are kept.
 *
 * <p>The unknowns are the logarithms of the factors of {@link Constants}, so that nothing becomes
 * negative, and each starts at 0 and is drawn there a little: a constant on which the tables do not
 * depend stays as it was. So do, at the end, the constants of algorithms and protocols that no time
 * is of, though they share the factor of others.
 */
public final class Calibration {

  /** How strongly a constant is drawn to where it was; a residual of a table weighs 1. */
  private static final double PULL = 0.2;

  private static final double STEP = 1e-3;
  private static final int MOST_STEPS = 60;
  private static final int ROUNDS = 8;

  /** By how much a constant is made less, to see what depends on it; its logarithm. */
  private static final double LESS = 0.1;

  private static final List<Constants> ALL = List.of(Constants.values());
  private static final double[] ALL_LESS =
      ALL.stream().mapToDouble(one -> Math.exp(-LESS)).toArray();

  private final List<Run> runs = new ArrayList<>();
  private final List<Constants> changed;
  private final LibraryCosts start;

  /** A log with the chooser of its group. */
  private record Run(NcclLog log, Chooser chooser) {}

  /**
   * A size of a log.
   *
   * @param file of the log
   * @param bytes size as nccl-tests counts it
   * @param choice what the library is predicted to do
   * @param measuredPs its time, picoseconds
   * @param beforePs the predicted time with the constants that were there before, picoseconds
   * @param afterPs the predicted time with those that were found, picoseconds
   */
  public record Residual(
      String file,
      long bytes,
      Estimate choice,
      double measuredPs,
      double beforePs,
      double afterPs) {

    /** (predicted − measured) / measured. */
    public double error() {
      return afterPs / measuredPs - 1;
    }
  }

  /**
   * A factor to constants.
   *
   * @param name what it is of
   * @param factor to what was there before, before rounding
   * @param rows how many times depend on it
   */
  public record Fitted(String name, double factor, int rows) {}

  /**
   * What was found.
   *
   * @param costs the constants
   * @param residuals size by size
   * @param overshoots shares that the times would have above 1, which no share can be, by their
   *     names in the catalogue
   * @param fitted the factors that the times determine; no other constant is changed
   * @param isKept whether nothing was found that is better than what was there, which is kept
   */
  public record Result(
      LibraryCosts costs,
      List<Residual> residuals,
      SortedMap<String, Double> overshoots,
      List<Fitted> fitted,
      boolean isKept) {

    /** The mean of |error| before. */
    public double meanBefore() {
      return mean(residuals.stream().mapToDouble(one -> one.beforePs() / one.measuredPs() - 1));
    }

    /** The mean of |error| now. */
    public double meanAfter() {
      return mean(residuals.stream().mapToDouble(Residual::error));
    }

    private static double mean(DoubleStream errors) {
      return errors.map(Math::abs).average().orElse(0);
    }
  }

  /**
   * A calibration.
   *
   * @param start the constants to start from
   * @param logs at least one
   * @param fabrics of each log, the fabric that it ran on: node by node, as many GPUs of each as it
   *     has ranks there
   */
  public Calibration(LibraryCosts start, List<NcclLog> logs, List<Fabric> fabrics) {
    this.start = start;
    boolean hasNodes = false;
    boolean hasNvls = false;
    boolean isOneProcess = false;
    for (int i = 0; i < logs.size(); i++) {
      NcclLog log = logs.get(i);
      int[] members = members(log, fabrics.get(i));
      GroupLinks links = new GroupLinks(fabrics.get(i));
      GroupShape shape = links.shape(members, start.nvls() != null);
      LinkRates rates = links.of(members, shape);
      runs.add(new Run(log, new Chooser(Request.of(log.operation()), shape, rates, start)));
      hasNodes |= shape.nodes() > 1;
      hasNvls |= shape.hasMulticast();
      isOneProcess |= log.isOneProcess();
    }
    changed = Constants.of(hasNodes, hasNvls, isOneProcess);
  }

  /** The endpoints of the ranks: the first of each node, in the order of the log's hosts. */
  private static int[] members(NcclLog log, Fabric fabric) {
    int perNode =
        (int)
            IntStream.range(0, fabric.endpointCount())
                .filter(one -> fabric.domain(one) == fabric.domain(0))
                .count();
    int[] members = new int[log.ranks()];
    int rank = 0;
    for (int node = 0; node < log.nodes().size(); node++) {
      for (int place = 0; place < log.nodes().get(node); place++) {
        members[rank++] = node * perNode + place;
      }
    }
    return members;
  }

  /** Finds the constants. */
  public Result fit() {
    double[] point = new double[changed.size()];
    double[] best = point;
    for (int round = 0; round < ROUNDS; round++) {
      point = solve(point);
      best = norm(point) < norm(best) ? point : best;
    }
    LibraryCosts all = Constants.rounded(costs(best));
    SortedSet<String> read = read(all);
    LibraryCosts found = Constants.mixed(read, start, all);
    SortedMap<String, Double> overshoots = Constants.overshoots(start, changed, factors(best));
    overshoots.keySet().retainAll(read);
    Result result = new Result(found, residuals(found), overshoots, fitted(best), false);
    return result.meanAfter() < result.meanBefore()
        ? result
        : new Result(start, residuals(start), overshoots, List.of(), true);
  }

  private List<Residual> residuals(LibraryCosts found) {
    List<Residual> residuals = new ArrayList<>();
    for (Run run : runs) {
      Chooser before = run.chooser();
      Chooser after = before.with(found);
      for (NcclLog.Row row : run.log().rows()) {
        Estimate choice = after.choice(row.bytes());
        residuals.add(
            new Residual(
                run.log().file(),
                row.bytes(),
                choice,
                row.timePs(),
                before.choice(row.bytes()).timePs() + hostPs(run.log(), start),
                choice.timePs() + hostPs(run.log(), found)));
      }
    }
    return residuals;
  }

  /**
   * The constants that a time depends on: with the others as they were, the library may choose what
   * depends on more of them, which then count as well.
   */
  private SortedSet<String> read(LibraryCosts all) {
    SortedSet<String> read = new TreeSet<>();
    LibraryCosts costs = all;
    boolean grows = true;
    while (grows) {
      List<Estimate> choices = choices(costs);
      LibraryCosts less = Constants.scaled(costs, ALL, ALL_LESS);
      double[] times = timesPs(costs, choices);
      grows = false;
      for (String one : Constants.NAMES) {
        double[] moved = timesPs(Constants.mixed(Set.of(one), costs, less), choices);
        grows |= !Arrays.equals(times, moved) && read.add(one);
      }
      costs = Constants.mixed(read, start, all);
    }
    return read;
  }

  /** The factors that a time depends on, with how many do. */
  private List<Fitted> fitted(double[] best) {
    List<Estimate> choices = choices(costs(best));
    double[] times = timesPs(costs(best), choices);
    List<Fitted> fitted = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      double[] less = best.clone();
      less[i] -= LESS;
      double[] moved = timesPs(costs(less), choices);
      int rows =
          (int) IntStream.range(0, times.length).filter(row -> times[row] != moved[row]).count();
      if (rows > 0) {
        fitted.add(new Fitted(changed.get(i).text(), Math.exp(best[i]), rows));
      }
    }
    return List.copyOf(fitted);
  }

  /**
   * The best constants if the library chose as it does with those. Where the optimizer does not
   * come to rest, the best that it has seen.
   */
  private double[] solve(double[] from) {
    List<Estimate> choices = choices(costs(from));
    Seen seen = new Seen(from);
    try {
      return new LevenbergMarquardtOptimizer()
          .optimize(
              new LeastSquaresBuilder()
                  .start(from)
                  .target(new double[choices.size() + from.length])
                  .model(point -> seen.of(point.toArray(), model(point.toArray(), choices)))
                  .maxEvaluations(MOST_STEPS * 10)
                  .maxIterations(MOST_STEPS)
                  .build())
          .getPoint()
          .toArray();
    } catch (MathIllegalStateException e) {
      return seen.best;
    }
  }

  /** The best point so far. */
  private static final class Seen {

    private double[] best;
    private double norm = Double.POSITIVE_INFINITY;

    Seen(double[] start) {
      best = start;
    }

    Pair<RealVector, RealMatrix> of(double[] point, Pair<RealVector, RealMatrix> model) {
      double there = model.getFirst().getNorm();
      if (there < norm) {
        norm = there;
        best = point;
      }
      return model;
    }
  }

  private double norm(double[] logarithms) {
    return Arrays.stream(residuals(logarithms, choices(costs(logarithms))))
        .map(one -> one * one)
        .sum();
  }

  private List<Estimate> choices(LibraryCosts costs) {
    List<Estimate> choices = new ArrayList<>();
    for (Run run : runs) {
      Chooser chooser = run.chooser().with(costs);
      run.log().rows().forEach(row -> choices.add(chooser.choice(row.bytes())));
    }
    return choices;
  }

  private LibraryCosts costs(double[] logarithms) {
    return Constants.scaled(start, changed, factors(logarithms));
  }

  private static double[] factors(double[] logarithms) {
    return Arrays.stream(logarithms).map(Math::exp).toArray();
  }

  private static double hostPs(NcclLog log, LibraryCosts costs) {
    return log.isOneProcess() ? costs.oneProcessPs() : 0;
  }

  private Pair<RealVector, RealMatrix> model(double[] at, List<Estimate> choices) {
    double[] value = residuals(at, choices);
    double[][] slopes = new double[value.length][at.length];
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      // Downwards: shares may be at 1 and cannot grow.
      moved[i] -= STEP;
      double[] there = residuals(moved, choices);
      for (int row = 0; row < value.length; row++) {
        slopes[row][i] = (value[row] - there[row]) / STEP;
      }
    }
    return new Pair<>(new ArrayRealVector(value), new Array2DRowRealMatrix(slopes));
  }

  private double[] residuals(double[] logarithms, List<Estimate> choices) {
    double[] times = timesPs(costs(logarithms), choices);
    double[] residuals = new double[times.length + logarithms.length];
    int at = 0;
    for (Run run : runs) {
      for (NcclLog.Row row : run.log().rows()) {
        residuals[at] = Math.log(times[at] / row.timePs());
        at++;
      }
    }
    for (double logarithm : logarithms) {
      residuals[at++] = PULL * logarithm;
    }
    return residuals;
  }

  private double[] timesPs(LibraryCosts costs, List<Estimate> choices) {
    double[] times = new double[choices.size()];
    int at = 0;
    for (Run run : runs) {
      Chooser chooser = run.chooser().with(costs);
      for (NcclLog.Row row : run.log().rows()) {
        times[at] = chooser.parts(choices.get(at), row.bytes()).sumPs() + hostPs(run.log(), costs);
        at++;
      }
    }
    return times;
  }
}
