package weft.sim.workload;

/** What an operation of a program is for. */
public enum Activity {
  COMPUTE("compute"),
  TENSOR_PARALLEL("tensor-parallel communication"),
  PIPELINE_PARALLEL("pipeline communication"),
  DATA_PARALLEL("data-parallel communication"),
  CONTEXT_PARALLEL("context-parallel communication"),
  EXPERT_PARALLEL("expert-parallel communication"),
  /** Greatest values of tensors in 8 bits, by which they are scaled. */
  AMAX_REDUCTION("amax reduction"),
  /** Keys and values of prompts on their way from prefill to decode GPUs. */
  KEY_VALUE_CACHE("KV-cache transfer"),
  COLLECTIVE("collective"),
  /** Transfers of a list that no rank starts. */
  FLOW("flows"),
  /** Nothing: waiting for a neighbour to start sending. */
  BUBBLE("pipeline bubble"),
  /**
   * Nothing: waiting for the first messages that come through a pipeline. Of a message that is
   * received, only the time until it is sent.
   */
  FILL("pipeline fill"),
  /** Nothing: waiting in a collective for a rank of the group that has not arrived. */
  WAITING("waiting for a slower rank"),
  /** Nothing: the job starts later than the run. */
  NOT_STARTED("not started yet"),
  /** Nothing: done, while other ranks are not. */
  FINISHED("finished before the last rank");

  private final String text;

  Activity(String text) {
    this.text = text;
  }

  /** What a communication of this activity is for once it is under way: then it is no waiting. */
  Activity underWay() {
    return this == BUBBLE || this == FILL ? PIPELINE_PARALLEL : this;
  }

  /** Name in reports. */
  public String text() {
    return text;
  }
}
