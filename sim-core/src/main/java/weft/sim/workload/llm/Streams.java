package weft.sim.workload.llm;

import weft.sim.workload.Role;

/** The streams of a rank. */
final class Streams {

  static final int MAIN = Role.MAIN_STREAM;
  static final int SEND_FORWARD = 1;
  static final int SEND_BACKWARD = 2;

  /** Gradients on their way out. */
  static final int REDUCE = 3;

  /** Weights on their way in. */
  static final int GATHER = 4;

  /** Keys and values on their way round. */
  static final int CONTEXT = 5;

  /** The same as {@link #REDUCE} and {@link #GATHER}, of experts. */
  static final int EXPERT_REDUCE = 6;

  static final int EXPERT_GATHER = 7;

  /** Tokens on their way to experts and back, beside passes of another micro-batch. */
  static final int EXPERT_EXCHANGE = 8;

  private Streams() {}

  /** How many a plan uses. */
  static int count(TrainingPlan plan) {
    if (plan.overlapsExperts()) {
      return EXPERT_EXCHANGE + 1;
    }
    if (plan.exchangesTokens()) {
      return EXPERT_GATHER + 1;
    }
    if (plan.parallelism().context() > 1) {
      return CONTEXT + 1;
    }
    return plan.sharding() == Sharding.NONE ? REDUCE + 1 : GATHER + 1;
  }
}
