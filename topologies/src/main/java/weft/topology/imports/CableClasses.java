package weft.topology.imports;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.FileAttribute;
import weft.topology.hardware.CableType;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

/** The tier and the link of each cable, from its attributes and their defaults. */
final class CableClasses {

  private static final List<CableTier> USUAL =
      List.of(
          CableTier.NVLINK,
          CableTier.PCIE,
          CableTier.NODE_LEAF,
          CableTier.LEAF_SPINE,
          CableTier.SPINE_CORE,
          CableTier.GPU_SWITCH,
          CableTier.NODE_SWITCH,
          CableTier.LOCAL,
          CableTier.GLOBAL,
          CableTier.TORUS,
          CableTier.TORUS_OCS,
          CableTier.SITE_BORDER,
          CableTier.DCI);

  private final Map<String, CableTier> tiers = new LinkedHashMap<>();
  private final Map<CableClass, CableClass> classes = new HashMap<>();

  /** What a cable between such devices is, apart from its ends. */
  CableClass of(
      Item item,
      DeviceKind lower,
      @Nullable Transceiver lowerModule,
      DeviceKind upper,
      @Nullable Transceiver upperModule,
      @Nullable CableType cable) {
    requireAlike(item, lowerModule, upperModule);
    CableTier tier = tier(item, lower, upper);
    CableClass type =
        new CableClass(tier, link(item, tier), lowerModule, upperModule, cable, lengthMm(item));
    CableClass known = classes.putIfAbsent(type, type);
    return known == null ? type : known;
  }

  private static void requireAlike(
      Item item, @Nullable Transceiver lower, @Nullable Transceiver upper) {
    if (lower != null && upper != null && lower.pmd() != upper.pmd()) {
      throw item.fault(
          "transceiver %s is %s and %s at the other end is %s: neither understands the other"
              .formatted(lower.name(), lower.pmd(), upper.name(), upper.pmd()));
    }
  }

  private CableTier tier(Item item, DeviceKind lower, DeviceKind upper) {
    String given = item.find(FileAttribute.TIER);
    String name = given == null ? usualName(lower, upper) : given;
    String label = item.find(FileAttribute.TIER_LABEL);
    String inside = item.find(FileAttribute.INSIDE_NODE);
    if (inside != null && !inside.equals("true") && !inside.equals("false")) {
      throw item.fault(
          "insideNode is %s, which is neither true nor false".formatted(Place.quoted(inside)));
    }
    CableTier known = tiers.get(name);
    CableTier base = known == null ? usual(name, lower, upper) : known;
    CableTier tier =
        new CableTier(
            name,
            label == null ? base.label() : label,
            inside == null ? base.insideNode() : inside.equals("true"));
    if (known != null && !known.equals(tier)) {
      throw item.fault(
          "the tier %s has another tierLabel or insideNode than before".formatted(name));
    }
    tiers.put(name, tier);
    return tier;
  }

  private static CableTier usual(String name, DeviceKind lower, DeviceKind upper) {
    for (CableTier tier : USUAL) {
      if (tier.name().equals(name)) {
        return tier;
      }
    }
    return new CableTier(
        name, label(name, lower, upper), !lower.isNetworkSwitch() && !upper.isNetworkSwitch());
  }

  /** A name that nobody has given is of kinds, with a dash between them as in other labels. */
  private static String label(String name, DeviceKind lower, DeviceKind upper) {
    return name.equals(usualName(lower, upper)) ? word(lower) + "–" + word(upper) : name;
  }

  private static String word(DeviceKind kind) {
    return switch (kind) {
      case GPU, CPU, NIC -> kind.name();
      default -> kind.role();
    };
  }

  private static String usualName(DeviceKind lower, DeviceKind upper) {
    String name = lower.role() + "-" + upper.role();
    return switch (name) {
      case "gpu-nvswitch" -> CableTier.NVLINK.name();
      case "gpu-nic" -> CableTier.PCIE.name();
      case "nic-leaf" -> CableTier.NODE_LEAF.name();
      default -> name;
    };
  }

  private static LinkType link(Item item, CableTier tier) {
    String given = item.find(FileAttribute.LINK);
    String name = given == null ? tier.name() : given;
    String label = item.find(FileAttribute.LINK_LABEL);
    String efficiency = item.find(FileAttribute.EFFICIENCY);
    double share =
        efficiency == null ? 1 : Quantity.number(item, "efficiency", efficiency).doubleValue();
    long rateBps = rateBps(item);
    if (!(share > 0 && share <= 1)) {
      throw item.fault(
          "efficiency is %s; it lies above 0 and at most at 1"
              .formatted(Place.quoted(String.valueOf(efficiency))));
    }
    LinkType link =
        new LinkType(name, label == null ? name : label, rateBps, share, latencyPs(item));
    if (link.payloadRateBps() < 1) {
      throw item.fault("nothing of %d b/s is left for payload".formatted(rateBps));
    }
    return link;
  }

  private static long rateBps(Item item) {
    String bare = item.find(FileAttribute.RATE_BPS);
    String text = item.find(FileAttribute.RATE);
    requireOne(item, bare, text, "rateBps and rate");
    if (bare != null) {
      return Quantity.rateBpsBare(item, "rateBps", bare);
    }
    return Quantity.rateBps(item, "rate", item.get(FileAttribute.RATE, "400Gbps"));
  }

  /** What devices and modules take; what a bit takes for the length comes on top. */
  private static long latencyPs(Item item) {
    String bare = item.find(FileAttribute.LATENCY_PS);
    String text = item.find(FileAttribute.LATENCY);
    requireOne(item, bare, text, "latencyPs and latency");
    if (bare != null) {
      return Quantity.latencyPsBare(item, "latencyPs", bare);
    }
    return text == null ? 0 : Quantity.latencyPs(item, "latency", text);
  }

  private static long lengthMm(Item item) {
    String length = item.find(FileAttribute.LENGTH);
    return length == null ? 0 : Quantity.lengthMm(item, "length", length);
  }

  private static void requireOne(
      Item item, @Nullable String bare, @Nullable String text, String names) {
    if (bare != null && text != null) {
      throw item.fault("has both %s. Maybe remove one of them.".formatted(names));
    }
  }
}
