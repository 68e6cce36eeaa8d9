package weft.scenario.spec;

/** How the flow model works. */
@Doc("How the flow model works.")
public record FlowModelSpec(
    @Key(
            doc = "Whether what is interchangeable is simulated once; the result is the same.",
            defaultText = "auto")
        Folding folding) {

  /** Whether to fold. */
  public enum Folding {
    @Option(
        text = "auto",
        doc = "where it is certain that ranks do the same at the same time, and it pays")
    AUTO,
    @Option(text = "off", doc = "every rank and transfer is simulated")
    OFF
  }
}
