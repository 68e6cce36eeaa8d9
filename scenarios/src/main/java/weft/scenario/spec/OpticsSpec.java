package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** Which optical module sits at each end of each tier. */
public record OpticsSpec(
    @Key(
            doc = "At the NIC, towards the leaf switches.",
            absent = "what the NIC usually holds",
            example = "400g-sr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String nic,
    @Key(
            doc = "At the leaf switch, towards the NICs.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String leafDown,
    @Key(
            doc = "At the leaf switch, towards the spine switches.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String leafUp,
    @Key(
            doc = "At the spine switch, towards the leaf switches.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String spineDown,
    @Key(
            doc = "At the spine switch, towards the core switches.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String spineUp,
    @Key(
            doc = "At the core switch, towards the spine switches.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String core) {

  /** The name for no module at all. */
  public static final String COPPER = "copper";
}
