package weft.sim.workload.llm;

/** The streams of a rank. */
final class Streams {

  static final int MAIN = 0;
  static final int SEND_FORWARD = 1;
  static final int SEND_BACKWARD = 2;

  /** Gradients on their way out. */
  static final int REDUCE = 3;

  /** Weights on their way in. */
  static final int GATHER = 4;

  /** Keys and values on their way round. */
  static final int CONTEXT = 5;

  private Streams() {}

  /** How many a plan uses. */
  static int count(TrainingPlan plan) {
    if (plan.parallelism().context() > 1) {
      return CONTEXT + 1;
    }
    return plan.sharding() == Sharding.NONE ? REDUCE + 1 : GATHER + 1;
  }
}
