package weft.scenario.spec;

import org.jspecify.annotations.Nullable;

/** Which optical module sits at each end of each tier of switches that are joined directly. */
public record SwitchOpticsSpec(
    @Key(
            doc = "At the NIC, towards the switches.",
            absent = "what the NIC usually holds",
            example = "400g-sr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String nic,
    @Key(
            doc = "At the switch, towards the NICs.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String switchDown,
    @Key(
            doc = "At both ends of a link between switches of a group, or neighbours of a torus.",
            absent = "what the switch usually holds",
            example = "copper")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String local,
    @Key(
            doc = "At both ends of a link between groups.",
            absent = "what the switch usually holds",
            example = "800g-2xsr4")
        @NameOf(NameKind.TRANSCEIVER)
        @Nullable String global) {}
