package weft.sim.workload;

/** What an operation of a program is for. */
public enum Activity {
  COMPUTE("compute"),
  TENSOR_PARALLEL("tensor-parallel communication"),
  PIPELINE_PARALLEL("pipeline communication"),
  DATA_PARALLEL("data-parallel communication"),
  CONTEXT_PARALLEL("context-parallel communication"),
  COLLECTIVE("collective"),
  /** Nothing: waiting for a neighbour to start sending. */
  BUBBLE("pipeline bubble"),
  /** Nothing: waiting in a collective for a rank of the group that has not arrived. */
  WAITING("waiting for a slower rank"),
  /** Nothing: done, while other ranks are not. */
  FINISHED("finished before the last rank");

  private final String text;

  Activity(String text) {
    this.text = text;
  }

  /** What a collective of this activity is for once all ranks are there: then it is no bubble. */
  Activity underWay() {
    return this == BUBBLE ? PIPELINE_PARALLEL : this;
  }

  /** Name in reports. */
  public String text() {
    return text;
  }
}
