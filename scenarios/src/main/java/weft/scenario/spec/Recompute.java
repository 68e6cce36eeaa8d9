package weft.scenario.spec;

/** Which activations are computed again in the backward pass. */
public enum Recompute {
  @Option(text = "none", doc = "none: all are kept")
  NONE,
  @Option(text = "selective", doc = "those of the attention core (Korthikanti et al. 2022)")
  SELECTIVE,
  @Option(text = "full", doc = "the whole layer")
  FULL
}
