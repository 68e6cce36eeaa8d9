package weft.scenario.spec;

/** Which of the GPUs that are left a job gets. */
public enum Allocation {
  @Option(
      text = "in-order",
      doc = "the first ones, after the jobs before it in the file have theirs")
  IN_ORDER,
  @Option(
      text = "random-nodes",
      doc =
          "whole nodes anywhere, chosen by the seed, after the jobs that are in order have theirs")
  RANDOM_NODES,
  @Option(
      text = "random",
      doc = "GPUs anywhere, chosen by the seed, after all other jobs have theirs")
  RANDOM
}
