package weft.topology.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What graph files say of a topology. The names are the same in GraphML, DOT and JSON; a file of a
 * user may leave out most of them.
 */
public enum FileAttribute {
  TOPOLOGY_NAME(Owner.TOPOLOGY, "name", Type.TEXT),
  /** Name and number of ports of every optical circuit switch. */
  CIRCUIT_SWITCHES(Owner.TOPOLOGY, "circuitSwitches", Type.TEXT),
  KIND(Owner.DEVICE, "kind", Type.TEXT),
  NAME(Owner.DEVICE, "name", Type.TEXT),
  NODE(Owner.DEVICE, "node", Type.WHOLE),
  RAIL(Owner.DEVICE, "rail", Type.WHOLE),
  /** What a network switch is made of, by its name in the catalogue. */
  SWITCH_TYPE(Owner.DEVICE, "switchType", Type.TEXT),
  TIER(Owner.CABLE, "tier", Type.TEXT),
  TIER_LABEL(Owner.CABLE, "tierLabel", Type.TEXT),
  INSIDE_NODE(Owner.CABLE, "insideNode", Type.FLAG),
  LINK(Owner.CABLE, "link", Type.TEXT),
  LINK_LABEL(Owner.CABLE, "linkLabel", Type.TEXT),
  RATE_BPS(Owner.CABLE, "rateBps", Type.WHOLE),
  /** The rate with its unit; read, never written. */
  RATE(Owner.CABLE, "rate", Type.TEXT),
  EFFICIENCY(Owner.CABLE, "efficiency", Type.DECIMAL),
  LATENCY_PS(Owner.CABLE, "latencyPs", Type.WHOLE),
  /** The latency with its unit; read, never written. */
  LATENCY(Owner.CABLE, "latency", Type.TEXT),
  /** What the cable is made of, by its name in the catalogue. */
  CABLE_TYPE(Owner.CABLE, "cable", Type.TEXT),
  /** A length with its unit; what a bit takes for it comes on top of the latency. */
  LENGTH(Owner.CABLE, "length", Type.TEXT),
  SOURCE_MODULE(Owner.CABLE, "sourceModule", Type.TEXT),
  TARGET_MODULE(Owner.CABLE, "targetModule", Type.TEXT),
  /** The port that the cable takes; read, never written. */
  SOURCE_PORT(Owner.CABLE, "sourcePort", Type.TEXT),
  /** The port at the other end; read, never written. */
  TARGET_PORT(Owner.CABLE, "targetPort", Type.TEXT),
  /** The optical circuit switch that a cable passes through. */
  CIRCUIT_SWITCH(Owner.CABLE, "circuitSwitch", Type.TEXT);

  /** What an attribute belongs to. */
  public enum Owner {
    TOPOLOGY,
    DEVICE,
    CABLE
  }

  /** How an attribute is written in formats that tell types apart. */
  public enum Type {
    TEXT,
    WHOLE,
    DECIMAL,
    FLAG
  }

  private final Owner owner;
  private final String text;
  private final Type type;

  FileAttribute(Owner owner, String text, Type type) {
    this.owner = owner;
    this.text = text;
    this.type = type;
  }

  /** What it belongs to. */
  public Owner owner() {
    return owner;
  }

  /** Its name in files. */
  public String text() {
    return text;
  }

  /** How it is written. */
  public Type type() {
    return type;
  }

  /** All attributes of an owner. */
  public static List<FileAttribute> of(Owner owner) {
    return Arrays.stream(values()).filter(attribute -> attribute.owner == owner).toList();
  }

  /** The attribute of that name, if there is one. */
  public static Optional<FileAttribute> find(Owner owner, String text) {
    return of(owner).stream().filter(attribute -> attribute.text.equals(text)).findFirst();
  }
}
