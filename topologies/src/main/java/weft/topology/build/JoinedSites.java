package weft.topology.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.SwitchPorts;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/**
 * Fabrics at several sites, joined by long links: data-center interconnect.
 *
 * <p>Each site has border routers above its own network. All switches of the site's highest layer
 * are joined to each of them. Border router <i>i</i> of one site is joined to border router
 * <i>i</i> of another. Names of devices begin with that of their site: {@code east/leaf-0-0}. Nodes
 * are numbered site after site.
 *
 * <p>Payload efficiency and latency of the new links, modules included, are those of the site's
 * highest layer, an assumption; on top of it comes the fibre. Between switches and border routers
 * are the modules that the switches usually hold.
 */
public final class JoinedSites implements FabricPlan {

  private static final int MOST_CABLES = 1 << 12;
  private static final int LONGEST_NAME = 40;
  private static final long MOST_LENGTH_MM = 40_000_000_000L;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final List<Site> sites;
  private final List<SiteLink> links;
  private int bordersPerSite = 1;
  private int cablesPerUplinkPair = 1;
  private @Nullable Long uplinkRateBps;
  private @Nullable SwitchType borderType;
  private @Nullable Topology built;

  /**
   * A fabric with a name.
   *
   * @param name letters, digits, {@code .}, {@code _} and {@code -}
   * @param fabric what is there
   */
  public record Site(String name, FabricPlan fabric) {}

  /**
   * Links between the border routers of two sites.
   *
   * @param from name of a site
   * @param to name of the other
   * @param lengthMm length of the fibre, millimetres; at most 40,000 km, the way around the Earth
   * @param rateBps line rate of a cable, bits per second
   * @param cables parallel cables between two border routers
   * @param transceiver the module at both ends; null if none is counted
   */
  public record SiteLink(
      String from,
      String to,
      long lengthMm,
      long rateBps,
      int cables,
      @Nullable Transceiver transceiver) {}

  /**
   * Starts from what has no default.
   *
   * @throws TopologyException if names are not distinct, or a link names no site
   */
  public JoinedSites(List<Site> sites, List<SiteLink> links) {
    this.sites = List.copyOf(sites);
    this.links = List.copyOf(links);
    requireNames();
    links.forEach(this::requireEnds);
    requireJoined();
  }

  /** Border routers of each site; by default one. */
  public JoinedSites bordersPerSite(int borders) {
    built = null;
    bordersPerSite = Require.between("borders per site", borders, 1, MOST_CABLES);
    return this;
  }

  /** Cables between a switch of a site's highest layer and a border router; by default one. */
  public JoinedSites cablesPerUplinkPair(int cables) {
    built = null;
    cablesPerUplinkPair = Require.between("links per border pair", cables, 1, MOST_CABLES);
    return this;
  }

  /** Line rate of these, bits per second; by default that of the site's highest layer. */
  public JoinedSites uplinkRateBps(long rateBps) {
    built = null;
    uplinkRateBps = rateBps;
    return this;
  }

  /** What border routers are made of; by default the switch of the site's highest layer. */
  public JoinedSites borderType(SwitchType type) {
    built = null;
    borderType = type;
    return this;
  }

  @Override
  public int gpus() {
    long gpus = sites.stream().mapToLong(site -> site.fabric().gpus()).sum();
    return Math.toIntExact(Math.min(gpus, Integer.MAX_VALUE));
  }

  /** Unlike that of other fabrics, this check builds: it has to look at the highest switches. */
  @Override
  public JoinedSites check() {
    build();
    return this;
  }

  @Override
  public Topology build() {
    if (built == null) {
      built = join();
    }
    return built;
  }

  private Topology join() {
    for (Site site : sites) {
      try {
        site.fabric().check();
      } catch (TopologyException e) {
        throw new TopologyException("site %s: %s".formatted(site.name(), e.getMessage()), e);
      }
    }
    TopologyBuilder topology =
        new TopologyBuilder(
            "sites: %s".formatted(String.join(", ", sites.stream().map(Site::name).toList())));
    List<Copy> copies = new ArrayList<>();
    int nodes = 0;
    for (Site site : sites) {
      Copy copy = new Copy(site.name(), site.fabric().build());
      nodes = copy.addDevices(topology, nodes);
      copies.add(copy);
    }
    copies.forEach(copy -> copy.addCables(topology));
    Map<String, Borders> borders = new LinkedHashMap<>();
    for (Copy copy : copies) {
      borders.put(copy.site, addBorders(topology, copy));
    }
    borders.values().forEach(border -> border.connectDown(topology));
    for (SiteLink link : links) {
      connect(topology, link, get(borders, link.from()), get(borders, link.to()));
    }
    return topology.build();
  }

  private Borders addBorders(TopologyBuilder topology, Copy copy) {
    List<Device> tops = copy.tops();
    Device first = tops.get(0);
    LinkType usual = copy.networkLink(first);
    LinkType uplink = uplinkRateBps == null ? usual : usual.atRate(uplinkRateBps);
    SwitchType type =
        borderType != null ? borderType : copy.topology.switchType(first).orElse(null);
    for (Device top : tops) {
      copy.topology.switchType(top).ifPresent(own -> requirePorts(copy, top, own, uplink));
    }
    requireBorderPorts(copy.site, type, tops.size(), uplink);
    List<Device> devices = new ArrayList<>();
    for (int border = 0; border < bordersPerSite; border++) {
      String name = borderName(copy.site, border);
      devices.add(
          type == null
              ? topology.addDevice(DeviceKind.BORDER, name, Device.NONE, Device.NONE)
              : topology.addSwitch(DeviceKind.BORDER, name, Device.NONE, type));
    }
    List<Device> copied = tops.stream().map(copy::of).toList();
    @Nullable Transceiver module =
        copy.topology.switchType(first).map(SwitchType::transceiver).orElse(null);
    CableClass cables =
        new CableClass(
            CableTier.SITE_BORDER, uplink, module, module, null, TierOptics.USUAL_LENGTH_MM);
    return new Borders(copied, devices, cables, cablesPerUplinkPair);
  }

  private String borderName(String site, int border) {
    return site + "/border-" + Numbering.padded(border, bordersPerSite);
  }

  private void requirePorts(Copy copy, Device top, SwitchType type, LinkType uplink) {
    long within = copy.portsUsed(top, type);
    long up = uplinkPorts(type, bordersPerSite, uplink);
    new PortBudget(type)
        .require(
            copy.site + "/" + top.name(),
            within + up,
            "%d within the site and %d to border routers".formatted(within, up),
            () -> fewerBorders(type, within, uplink));
  }

  private long uplinkPorts(SwitchType type, int borders, LinkType uplink) {
    return type.portsFor((long) borders * cablesPerUplinkPair, uplink.rateBps());
  }

  private Optional<String> fewerBorders(SwitchType type, long within, LinkType uplink) {
    for (int borders = bordersPerSite - 1; borders > 0; borders--) {
      if (within + uplinkPorts(type, borders, uplink) <= type.ports()) {
        return Optional.of("borders-per-site: " + borders);
      }
    }
    return Optional.empty();
  }

  private void requireBorderPorts(
      String site, @Nullable SwitchType type, int tops, LinkType uplink) {
    if (type == null) {
      return;
    }
    long down = portsFor(site, type, (long) tops * cablesPerUplinkPair, uplink.rateBps());
    long far = 0;
    Map<Long, Integer> cablesByRate = new LinkedHashMap<>();
    for (SiteLink link : links) {
      if (link.from().equals(site) || link.to().equals(site)) {
        cablesByRate.merge(link.rateBps(), link.cables(), Integer::sum);
      }
    }
    for (Map.Entry<Long, Integer> cables : cablesByRate.entrySet()) {
      far += portsFor(site, type, cables.getValue(), cables.getKey());
    }
    new PortBudget(type)
        .require(
            borderName(site, 0),
            down + far,
            "%d to the site and %d to other sites".formatted(down, far));
  }

  private static long portsFor(String site, SwitchType type, long cables, long rateBps) {
    try {
      return type.portsFor(cables, rateBps);
    } catch (TopologyException e) {
      throw new TopologyException(
          "border router of site %s: %s. Maybe another border-type."
              .formatted(site, e.getMessage()),
          e);
    }
  }

  private void connect(TopologyBuilder topology, SiteLink link, Borders from, Borders to) {
    LinkType near = from.uplink.link();
    LinkType far =
        new LinkType("dci", "DCI", link.rateBps(), near.payloadEfficiency(), near.latencyPs());
    CableClass cables =
        new CableClass(
            CableTier.DCI, far, link.transceiver(), link.transceiver(), null, link.lengthMm());
    for (int border = 0; border < bordersPerSite; border++) {
      for (int cable = 0; cable < link.cables(); cable++) {
        topology.connect(cables, from.devices.get(border), to.devices.get(border));
      }
    }
  }

  private void requireNames() {
    if (sites.size() < 2) {
      throw new TopologyException(
          "sites: %d is given; to join some takes two. Maybe the fabric of the site itself."
              .formatted(sites.size()));
    }
    Map<String, Site> known = new HashMap<>();
    for (Site site : sites) {
      if (site.name().length() > LONGEST_NAME || !NAME.matcher(site.name()).matches()) {
        throw new TopologyException(
            "sites: %s is no name of letters, digits, dots and dashes. Maybe east."
                .formatted(quoted(site.name())));
      }
      if (known.put(site.name(), site) != null) {
        throw new TopologyException(
            "sites: two are called %s. Maybe %s-2.".formatted(site.name(), site.name()));
      }
    }
  }

  private void requireEnds(SiteLink link) {
    List<String> names = sites.stream().map(Site::name).toList();
    for (String end : List.of(link.from(), link.to())) {
      if (!names.contains(end)) {
        throw new TopologyException(
            "links: no site is called %s. %s"
                .formatted(quoted(end), Suggestion.sentence(end, names)));
      }
    }
    if (link.from().equals(link.to())) {
      throw new TopologyException("links: one leads from %s to itself".formatted(link.from()));
    }
    Require.between("count", link.cables(), 1, MOST_CABLES);
    if (link.lengthMm() < 0 || link.lengthMm() > MOST_LENGTH_MM) {
      throw new TopologyException(
          "length: %,d mm is out of range; it lies between 0 and 40,000 km"
              .formatted(link.lengthMm()));
    }
  }

  private void requireJoined() {
    List<String> reached = new ArrayList<>(List.of(sites.get(0).name()));
    for (int i = 0; i < reached.size(); i++) {
      for (SiteLink link : links) {
        String next =
            link.from().equals(reached.get(i))
                ? link.to()
                : link.to().equals(reached.get(i)) ? link.from() : reached.get(i);
        if (!reached.contains(next)) {
          reached.add(next);
        }
      }
    }
    for (Site site : sites) {
      if (!reached.contains(site.name())) {
        throw new TopologyException(
            "links: none leads from %s to %s, be it over other sites. Maybe sites: [%s, %s]."
                .formatted(reached.get(0), site.name(), reached.get(0), site.name()));
      }
    }
  }

  private static String quoted(String name) {
    String shown = name.replaceAll("\\p{Cntrl}", "\uFFFD");
    return '"'
        + (shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME) + "…")
        + '"';
  }

  private static Borders get(Map<String, Borders> borders, String site) {
    return Objects.requireNonNull(borders.get(site));
  }

  /** The border routers of a site. */
  private record Borders(
      List<Device> tops, List<Device> devices, CableClass uplink, int cablesPerPair) {

    void connectDown(TopologyBuilder topology) {
      for (Device top : tops) {
        for (Device border : devices) {
          for (int cable = 0; cable < cablesPerPair; cable++) {
            topology.connect(uplink, top, border);
          }
        }
      }
    }
  }

  /** A site's own topology on its way into the common one. */
  private static final class Copy {
    private final String site;
    private final Topology topology;
    private final List<Device> devices = new ArrayList<>();
    private final Map<String, CircuitSwitch> circuits = new HashMap<>();

    Copy(String site, Topology topology) {
      this.site = site;
      this.topology = topology;
    }

    /** Adds the devices; their nodes are numbered from {@code firstNode}. Returns the next. */
    int addDevices(TopologyBuilder target, int firstNode) {
      int next = firstNode;
      for (Device device : topology.devices()) {
        String name = site + "/" + device.name();
        int node = device.node() == Device.NONE ? Device.NONE : firstNode + device.node();
        next = Math.max(next, node + 1);
        Optional<SwitchType> type = topology.switchType(device);
        devices.add(
            type.isPresent()
                ? target.addSwitch(device.kind(), name, device.rail(), type.get())
                : target.addDevice(device.kind(), name, node, device.rail()));
      }
      topology
          .circuitSwitches()
          .forEach(
              own ->
                  circuits.put(
                      own.name(), target.addCircuitSwitch(site + "/" + own.name(), own.ports())));
      return next;
    }

    void addCables(TopologyBuilder target) {
      for (Cable cable : topology.cables()) {
        if (cable.circuitSwitch() == null) {
          target.connect(cable.type(), of(cable.lower()), of(cable.upper()));
        } else {
          target.connectThrough(
              Objects.requireNonNull(circuits.get(cable.circuitSwitch().name())),
              cable.type(),
              of(cable.lower()),
              of(cable.upper()));
        }
      }
    }

    Device of(Device own) {
      return devices.get(own.id());
    }

    /** The network switches of the highest layer. */
    List<Device> tops() {
      int highest =
          topology.devices().stream()
              .map(Device::kind)
              .filter(DeviceKind::isNetworkSwitch)
              .max(Comparator.comparingInt(DeviceKind::level))
              .orElseThrow(
                  () ->
                      new TopologyException(
                          "site %s: a %s has no switches to join to a border router. Maybe a switch-torus."
                              .formatted(site, topology.name())))
              .level();
      return topology.devices().stream()
          .filter(device -> device.kind().isNetworkSwitch() && device.kind().level() == highest)
          .toList();
    }

    LinkType networkLink(Device top) {
      return topology.graph().edgesOf(top).iterator().next().link();
    }

    /** Ports in use. */
    long portsUsed(Device device, SwitchType type) {
      SwitchPorts ports = new SwitchPorts(type);
      topology.graph().edgesOf(device).forEach(cable -> ports.plug(cable.type()));
      return ports.wanted();
    }
  }
}
