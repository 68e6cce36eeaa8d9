package weft.scenario.report;

import java.util.List;

/** A run held against what it should come to. */
public sealed interface Compared
    permits FctComparison, SizesComparison, StepComparison, TrainingBudget {

  /** Name of the run. */
  String name();

  /** Which figures are farther off than allowed. */
  List<String> misses();
}
