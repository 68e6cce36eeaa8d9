package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fabrics at several sites, joined by long links. */
@Doc(
    "Fabrics at several sites. All switches of a site's highest layer are joined to each of its"
        + " border routers, and these to the border routers of other sites, each to the one with"
        + " its number. Names of devices begin with that of their site: `east/leaf-0-0`.")
public record MultiSite(
    @Key(doc = "The sites, at least two.") List<Site> sites,
    @Key(doc = "Number of border routers of a site.", defaultText = "1", min = 1, max = 1_024)
        int bordersPerSite,
    @Key(
            doc = "Number of parallel links between a switch and a border router.",
            defaultText = "1",
            min = 1,
            max = 1_024)
        int linksPerBorderPair,
    @Key(
            doc = "Rate of one link between a switch and a border router.",
            absent = "that of the other links of the site's highest layer",
            example = "400Gbps",
            min = 1)
        @Nullable Long uplinkRateBps,
    @Key(
            doc = "The border router.",
            absent = "the switch of the site's highest layer",
            example = "qm9700")
        @NameOf(NameKind.SWITCH)
        @Nullable String borderType,
    @Key(doc = "The links between sites, by which each must be reached.") List<SiteLink> links)
    implements FabricSpec {

  /** A site. */
  public record Site(
      @Key(doc = "Its name, of letters, digits, dots and dashes.", example = "east") String name,
      @Key(doc = "Its fabric, of any family but `multi-site`.") FabricSpec fabric) {}

  /** Links between the border routers of two sites, or of every two. */
  public record SiteLink(
      @Key(
              doc = "The names of two sites.",
              absent = "every two sites are joined so",
              example = "[east, west]")
          @Nullable List<String> sites,
      @Key(
              doc = "Length of the fibre, of which a metre takes 5 ns.",
              example = "40km",
              max = 40_000_000_000L)
          long lengthMm,
      @Key(doc = "Rate of one link each way.", example = "400Gbps", min = 1) long rateBps,
      @Key(
              doc = "Number of parallel links between two border routers.",
              defaultText = "1",
              min = 1,
              max = 1_024)
          int count,
      @Key(doc = "The optical module at both ends.", absent = "none", example = "800g-2xdr4")
          @NameOf(NameKind.TRANSCEIVER)
          @Nullable String module) {}
}
