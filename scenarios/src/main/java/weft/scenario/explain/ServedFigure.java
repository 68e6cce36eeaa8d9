package weft.scenario.explain;

import org.jspecify.annotations.Nullable;
import weft.sim.workload.llm.InferenceFigures;

/** Figures of a model that is served, as what-if shows how they change. */
public enum ServedFigure {
  /** Time to first token. */
  FIRST_TOKEN("ttft"),
  /** Time between two tokens of a sequence. */
  TOKEN("tpot"),
  /** Tokens that are generated in a second. */
  RATE("tokensPerSecond");

  private final String key;

  ServedFigure(String key) {
    this.key = key;
  }

  /** Its key in results. */
  public String key() {
    return key;
  }

  /** By which part of itself it changes; not a number if that is not known, or there is none. */
  public double change(Outcome base, @Nullable Outcome better) {
    InferenceFigures before = base.serving();
    InferenceFigures after = better == null ? null : better.serving();
    return before == null || after == null ? Double.NaN : value(after) / value(before) - 1;
  }

  /** The same; 0 if that is not known, or there is none. */
  double changeOrNone(Outcome base, @Nullable Outcome better) {
    double change = change(base, better);
    return Double.isNaN(change) ? 0 : change;
  }

  private double value(InferenceFigures figures) {
    return switch (this) {
      case FIRST_TOKEN -> figures.firstTokenSeconds();
      case TOKEN -> figures.tokenSeconds();
      case RATE -> figures.tokensPerSecond();
    };
  }
}
