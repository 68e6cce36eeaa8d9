package weft.scenario.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import weft.scenario.report.RunReport;
import weft.scenario.spec.ExpectSpec;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.StepFigures;

/** Compares a result with what its scenario expects. */
final class Expectations {

  private static final int USUAL_DIGITS = 4;

  /** Of two doubles that differ, so many digits differ. */
  private static final int MOST_DIGITS = 17;

  private final List<String> failures = new ArrayList<>();

  private Expectations() {}

  /**
   * Says which expectations the result of a run that was done to the end misses.
   *
   * @return the exit code
   */
  static int verdict(RunReport report, Console console) {
    Expectations expectations = new Expectations();
    ExpectSpec expect = report.scenario().expect();
    if (expect != null) {
      expectations.compare(expect, report);
    }
    expectations.failures.forEach(console::fail);
    return expectations.failures.isEmpty() ? ExitCode.DONE : ExitCode.EXPECTATION_FAILED;
  }

  private void compare(ExpectSpec expect, RunReport report) {
    StepFigures step = report.step();
    if (step != null && expect.mfu() != null) {
      check("mfu", step.mfu(), "", expect.mfu().min(), expect.mfu().max());
    }
    if (step != null) {
      time("step-time", step.seconds(), expect.stepTime());
    }
    InferenceFigures serving = report.serving();
    if (serving != null) {
      time("ttft", serving.firstTokenSeconds(), expect.ttft());
      time("tpot", serving.tokenSeconds(), expect.tpot());
    }
    completions(expect, report.result().flowTimes().completionsPs());
    List<CollectiveTiming> collectives = report.result().collectives();
    if (expect.busbw() != null && !collectives.isEmpty()) {
      check(
          "busbw",
          collectives.get(collectives.size() - 1).busbw() / 1e9,
          " GB/s",
          scaled(expect.busbw().minBps(), 8e9),
          scaled(expect.busbw().maxBps(), 8e9));
    }
  }

  private void time(String what, double seconds, ExpectSpec.@Nullable TimeRange range) {
    if (range != null) {
      check(what, seconds, " s", scaled(range.minPs(), 1e12), scaled(range.maxPs(), 1e12));
    }
  }

  private void completions(ExpectSpec expect, LongStream completionsPs) {
    LongSummaryStatistics spread = completionsPs.summaryStatistics();
    if (expect.meanFct() != null && spread.getCount() > 0) {
      check(
          "mean-fct",
          spread.getAverage() / 1e6,
          " us",
          scaled(expect.meanFct().minPs(), 1e6),
          scaled(expect.meanFct().maxPs(), 1e6));
    }
    if (expect.maxFct() != null && spread.getCount() > 0) {
      check(
          "max-fct",
          spread.getMax() / 1e6,
          " us",
          scaled(expect.maxFct().minPs(), 1e6),
          scaled(expect.maxFct().maxPs(), 1e6));
    }
  }

  private void check(
      String what, double value, String unit, @Nullable Double min, @Nullable Double max) {
    if (min != null && value < min) {
      fail(what, value, unit, "at least", min);
    }
    if (max != null && value > max) {
      fail(what, value, unit, "at most", max);
    }
  }

  /** With as many digits as it takes to see that the two differ. */
  private void fail(String what, double value, String unit, String bound, double limit) {
    int digits = USUAL_DIGITS;
    while (digits < MOST_DIGITS && number(value, digits).equals(number(limit, digits))) {
      digits++;
    }
    failures.add(
        "expect.%s: %s%s, but %s %s%s is expected."
            .formatted(what, number(value, digits), unit, bound, number(limit, digits), unit));
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "g", value);
  }

  private static @Nullable Double scaled(@Nullable Long value, double unit) {
    return value == null ? null : value / unit;
  }
}
