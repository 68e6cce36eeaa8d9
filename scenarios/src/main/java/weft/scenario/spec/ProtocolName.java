package weft.scenario.spec;

/** How a library of collectives moves data. */
public enum ProtocolName {
  @Option(text = "auto", doc = "as the library chooses")
  AUTO,
  @Option(
      text = "ll",
      doc = "words of 8 bytes, half of each a flag: short steps, half the bandwidth")
  LL,
  @Option(text = "ll128", doc = "lines of 128 bytes, 8 of them a flag")
  LL128,
  @Option(text = "simple", doc = "plain data: full bandwidth, long steps")
  SIMPLE
}
