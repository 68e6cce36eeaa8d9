package weft.scenario.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.explain.Enough;
import weft.scenario.explain.Outcome;
import weft.scenario.explain.Resource;
import weft.scenario.explain.ServedFigure;
import weft.scenario.explain.WhatIf;
import weft.sim.metrics.CriticalPath;
import weft.sim.workload.llm.InferenceFigures;

/**
 * What a run would come to if one thing were better, as text: time, or tokens/s of a model that is
 * served, by which rows are sorted.
 */
final class WhatIfText {

  private static final String UNKNOWN = "–";

  private final Explanation explanation;
  private final RunReport report;
  private final List<WhatIf.Row> rows;
  private final int mostRuns;
  private final long basePs;
  private final @Nullable InferenceFigures serving;

  WhatIfText(Explanation explanation) {
    this.explanation = explanation;
    report = explanation.report();
    rows = explanation.whatIf();
    mostRuns = explanation.mostRuns();
    basePs = rows.get(0).base().timePs();
    serving = report.serving();
  }

  /**
   * All of it. Resources that gain nothing are left to the other figures of users and the list of
   * what has no influence.
   *
   * @param whose time it is held against, in words that follow it
   */
  String text(String whose) {
    String against = Format.time((double) basePs) + whose;
    TextTable table = new TextTable("lrrrrl");
    String what = serving == null ? "" : ": tokens/s";
    table.row("What if it were better" + what, "1.1×", "", "2×", "", "enough");
    for (WhatIf.Row row : rows) {
      if (!row.gainsNothing()) {
        table.row(
            "  " + row.resource().label(),
            amount(row.base(), row.tenth()),
            share(row.base(), row.tenth()),
            amount(row.base(), row.twice()),
            share(row.base(), row.twice()),
            enough(row));
      }
    }
    String sorted =
        serving == null
            ? "sorted by time at 2×, against " + against
            : "sorted by tokens/s at 2×, against " + Format.large(serving.tokensPerSecond());
    return table.render()
        + others()
        + nexts()
        + Paragraph.words(
            "  ",
            2,
            sorted
                + "; all that is better than \"enough\" gains less than 0.1 %, as far as 64×"
                + reasons())
        + (serving == null ? "" : "\n" + users(against));
  }

  /** Why it is not known of all rows where enough is. */
  private String reasons() {
    StringBuilder text = new StringBuilder();
    if (rows.stream().anyMatch(row -> row.enough().found() == Enough.Found.BEYOND)) {
      text.append("; \"> 64×\": from 32× on it still gains more");
    }
    if (rows.stream().anyMatch(row -> row.lacksRuns() && row.twice() == null)) {
      text.append(
          "; the %d runs are used up before all was tried (--runs: more)".formatted(mostRuns));
    } else if (rows.stream().anyMatch(WhatIf.Row::lacksRuns)) {
      text.append(
          "; a range or \"%s\": the %d runs are used up, on the largest gains first (--runs: more)"
              .formatted(UNKNOWN, mostRuns));
    }
    return text.toString();
  }

  /**
   * What limits as well where one thing alone brings nothing: of two once, and only if what the run
   * waits for is one of them.
   */
  private String others() {
    StringBuilder text = new StringBuilder();
    Set<String> told = new HashSet<>();
    for (WhatIf.Row row : rows) {
      Resource other = row.heldBy(rows);
      if (other != null
          && (explanation.binds(row.resource()) || explanation.binds(other))
          && !told.contains(other.name())) {
        told.add(row.resource().name());
        text.append(
            Paragraph.words(
                "  ",
                4,
                "%s alone brings nothing, nor does %s: links of both are as fast, and limit together"
                    .formatted(row.resource().label(), other.label())));
      }
    }
    return text.toString();
  }

  /** What binds once there is enough of something: why more of it brings nothing. */
  private String nexts() {
    StringBuilder text = new StringBuilder();
    for (WhatIf.Row row : rows) {
      Outcome next = row.then();
      if (next != null) {
        text.append(
            Paragraph.words(
                "  ",
                4,
                "%s at %s: then most of the time, %s, %s"
                    .formatted(
                        row.resource().label(),
                        factor(row.enough().factor()) + "×",
                        Format.percent(next.bindingShare()),
                        binding(row, next))));
      }
    }
    return text.toString();
  }

  /** A GPU that is better in one way computes no less: what is left is what the other way takes. */
  private String binding(WhatIf.Row row, Outcome next) {
    if (row.resource().name().equals(Resource.bandwidth(next.binding()))) {
      return "still goes to it: others limit the same transfers";
    }
    if (next.binding().equals(CriticalPath.Charge.RATE_CAP.text())) {
      return "goes to the rate caps of flows";
    }
    boolean isCompute = next.binding().equals(CriticalPath.Charge.COMPUTE.text());
    String label = report.label(next.binding());
    return "goes to "
        + switch (row.resource().name()) {
          case "gpu-arithmetic" -> isCompute ? "compute that memory or gaps bind" : label;
          case "gpu-memory" -> isCompute ? "compute that arithmetic or gaps bind" : label;
          default -> label;
        };
  }

  /** Of a model that is served, what else changes. */
  private String users(String against) {
    TextTable table = new TextTable("lrrrrrr");
    table.row("For users, at 1.1× and 2×", "TTFT", "", "TPOT", "", "sample", "");
    for (WhatIf.Row row : rows) {
      if (!row.isWithoutInfluence()) {
        List<String> cells = new ArrayList<>(List.of("  " + row.resource().label()));
        for (ServedFigure figure : List.of(ServedFigure.FIRST_TOKEN, ServedFigure.TOKEN)) {
          cells.add(signed(figure.change(row.base(), row.tenth())));
          cells.add(signed(figure.change(row.base(), row.twice())));
        }
        cells.add(time(row.base(), row.tenth()));
        cells.add(time(row.base(), row.twice()));
        table.row(cells.toArray(String[]::new));
      }
    }
    return table.render()
        + Paragraph.words(
            "  ",
            2,
            "in the same order; the sample of prefill and decode steps takes %s"
                .formatted(against));
  }

  private String enough(WhatIf.Row row) {
    Enough enough = row.enough();
    String share = "×  " + share(row.base(), row.withEnough());
    return switch (enough.found()) {
      case FOUND -> enough.factor() == 1 ? "as it is" : factor(enough.factor()) + share;
      case BETWEEN -> factor(enough.above()) + "–" + factor(enough.factor()) + share;
      case BEYOND -> "> " + factor(enough.factor()) + share;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static String factor(double factor) {
    String form = factor < 10 && factor != Math.rint(factor) ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, form, factor);
  }

  /** By how much the run takes longer, or how many more tokens/s there are. */
  private String amount(Outcome base, @Nullable Outcome better) {
    if (better == null) {
      return UNKNOWN;
    }
    InferenceFigures before = base.serving();
    InferenceFigures after = better.serving();
    if (before == null || after == null) {
      double deltaPs = (double) (better.timePs() - base.timePs());
      return sign(deltaPs) + Format.time(Math.abs(deltaPs));
    }
    double delta = after.tokensPerSecond() - before.tokensPerSecond();
    return sign(delta) + Format.large(Math.abs(delta));
  }

  /** The same as a part of what it is now. */
  private String share(Outcome base, @Nullable Outcome better) {
    if (better == null) {
      return "";
    }
    return serving == null ? time(base, better) : signed(ServedFigure.RATE.change(base, better));
  }

  private String time(Outcome base, @Nullable Outcome better) {
    return better == null ? UNKNOWN : signed((double) (better.timePs() - base.timePs()) / basePs);
  }

  private static String signed(double share) {
    return Double.isNaN(share) ? UNKNOWN : sign(share) + Format.percent(Math.abs(share));
  }

  private static String sign(double delta) {
    return delta < 0 ? "−" : delta > 0 ? "+" : "";
  }
}
