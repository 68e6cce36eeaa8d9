package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** What the cables of each tier are. */
public record CablesSpec(
    @Key(doc = "Between NICs and leaf switches.", absent = USUAL) @Nullable CableSpec nodeLeaf,
    @Key(doc = "Between leaf and spine switches.", absent = USUAL) @Nullable CableSpec leafSpine,
    @Key(doc = "Between spine and core switches.", absent = USUAL) @Nullable CableSpec spineCore) {

  /** What the key of such a record means. */
  public static final String DOC =
      "The cables of each tier: their length and what they are made of.";

  /** What holds without it. */
  public static final String USUAL = "fibre of 10 m, or copper where `optics` says so";
}
