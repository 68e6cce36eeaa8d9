package weft.sim.run;

/**
 * A network at flow level.
 *
 * @param spread how a transfer uses the paths that are equally good
 * @param completionBatch for which part of the time that an ended transfer took the rates of the
 *     others may stay as they are, where there are many; 0 to be exact
 * @param folds whether transfers that are interchangeable are simulated once, where that pays
 */
public record FlowNetwork(Spread spread, double completionBatch, boolean folds) {

  /** Up to here the error that a result states has been tested to hold. */
  public static final double MOST_COMPLETION_BATCH = 0.1;

  /** One path a transfer, exact, folded. */
  public static final FlowNetwork DEFAULT = new FlowNetwork(Spread.ONE_PATH, 0, true);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if completions are batched over a negative part of the time or
   *     more than a tenth of it
   */
  public FlowNetwork {
    if (!(completionBatch >= 0 && completionBatch <= MOST_COMPLETION_BATCH)) {
      throw new IllegalArgumentException("completions batched within " + completionBatch);
    }
  }

  /** The same with completions in other batches. */
  public FlowNetwork withCompletionBatch(double completionBatch) {
    return new FlowNetwork(spread, completionBatch, folds);
  }

  /** The same with another use of paths. */
  public FlowNetwork withSpread(Spread spread) {
    return new FlowNetwork(spread, completionBatch, folds);
  }

  /** The same, folded or not. */
  public FlowNetwork withFolding(boolean folds) {
    return new FlowNetwork(spread, completionBatch, folds);
  }

  /** How a transfer uses the paths that are equally good. */
  public enum Spread {
    /** It takes one of them, by a hash ({@link weft.sim.route.UpDownRouter}). */
    ONE_PATH,
    /** It takes all of them, an equal part each ({@link weft.sim.route.SprayingRouter}). */
    ALL_PATHS
  }
}
