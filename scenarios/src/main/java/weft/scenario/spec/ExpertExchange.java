package weft.scenario.spec;

/** What of a token goes to experts on other GPUs. */
public enum ExpertExchange {
  @Option(
      text = "direct",
      doc = "a copy for each of its experts, each straight to its GPU (Megatron-Core's alltoall)")
  DIRECT,
  @Option(
      text = "once-per-node",
      doc =
          "one copy for each node that has one of its experts, which is passed on within the node to"
              + " each GPU that has one (DeepEP; Megatron-Core's flex dispatcher)")
  ONCE_PER_NODE
}
