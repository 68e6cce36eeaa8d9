package weft.topology.hardware;

import java.util.Arrays;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/**
 * How an optical module sends: its physical medium dependent sublayer (PMD), as IEEE 802.3 names it
 * behind the rate (400GBASE-DR4). Only modules of one PMD understand each other.
 */
public enum Pmd {
  /** Short reach over multimode fibre. */
  SR(Medium.MULTIMODE),
  /** A fibre for each lane. */
  DR(Medium.SINGLE_MODE),
  /** All lanes on one fibre, by wavelength, to 2 km. */
  FR(Medium.SINGLE_MODE),
  /** The same to 10 km. */
  LR(Medium.SINGLE_MODE);

  private final Medium medium;

  Pmd(Medium medium) {
    this.medium = medium;
  }

  /** What it sends through. */
  public Medium medium() {
    return medium;
  }

  static Pmd ofWord(String text) {
    return Arrays.stream(values())
        .filter(pmd -> pmd.name().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TopologyException(
                    "unknown PMD \"%s\". %s"
                        .formatted(
                            text,
                            Suggestion.sentence(
                                text, Arrays.stream(values()).map(Pmd::name).toList()))));
  }
}
