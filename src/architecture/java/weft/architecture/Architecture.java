package weft.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the compiled main code of one module with its {@link PackageTable}. */
public final class Architecture {
  private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";
  private static final List<String> MUTABLE_HOLDERS =
      List.of(
          "java.util.concurrent.atomic.",
          "java.lang.ThreadLocal",
          "java.lang.StringBuilder",
          "java.util.BitSet",
          "java.util.Random");

  private final PackageTable table;
  private final JavaClasses classes;

  /** Imports the module's main classes from the class path. */
  public Architecture(PackageTable table) {
    this.table = table;
    this.classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages(table.root());
  }

  /** Packages that hold classes. */
  public Set<String> packages() {
    Set<String> names = new TreeSet<>();
    classes.forEach(type -> names.add(type.getPackageName()));
    return names;
  }

  /**
   * Packages that exist but have no row, and rows that name a package of this module without one.
   */
  public Collection<String> unlistedPackages() {
    Set<String> found = new TreeSet<>();
    for (String name : packages()) {
      if (!table.rows().containsKey(name)) {
        found.add(
            "package "
                + name
                + " is not in the allow-list; add it to ArchitectureTest and ARCHITECTURE.md");
      }
    }
    table
        .rows()
        .forEach(
            (row, visible) -> {
              for (String name : visible) {
                if (name.startsWith(table.root() + ".") && !table.rows().containsKey(name)) {
                  found.add("the row of " + row + " names " + name + ", which has no row");
                }
              }
            });
    return found;
  }

  /** Dependencies between packages of Weft, or on libraries, that the table does not permit. */
  public Collection<String> forbiddenDependencies() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.isPrimitive()) {
          continue;
        }
        String from = type.getPackageName();
        String to = target.getPackageName();
        if (to.equals("weft") || to.startsWith("weft.")) {
          if (!table.permits(from, to)) {
            found.add(from + " may not see " + to + ": " + dependency.getDescription());
          }
        } else if (!table.permitsLibrary(to)) {
          found.add(from + " may not use " + to + ": " + dependency.getDescription());
        }
      }
    }
    return found;
  }

  /** Permissions that nothing needs: a list that permits more than there is holds nothing. */
  public Collection<String> idlePermissions() {
    Map<String, Set<String>> used = new TreeMap<>();
    Set<String> usedAnywhere = new TreeSet<>();
    for (JavaClass type : classes) {
      Set<String> its = used.computeIfAbsent(type.getPackageName(), any -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        its.add(dependency.getTargetClass().getBaseComponentType().getPackageName());
      }
      usedAnywhere.addAll(its);
    }
    Set<String> found = new TreeSet<>();
    table
        .rows()
        .forEach(
            (row, visible) -> {
              Set<String> its = used.getOrDefault(row, Set.of());
              for (String name : visible) {
                boolean isImplied = table.seesAllAbove(row) && table.rows().containsKey(name);
                if (!its.contains(name) && !isImplied) {
                  found.add(row + " may see " + name + ", but does not");
                }
              }
              if (!used.containsKey(row)) {
                found.add("there is a row of " + row + ", but no such package");
              }
            });
    for (String name : table.everywhere()) {
      if (!usedAnywhere.contains(name)) {
        found.add("every package may see " + name + ", but none does");
      }
    }
    for (String library : table.libraries()) {
      if (usedAnywhere.stream().noneMatch(name -> PackageTable.covers(library, name))) {
        found.add("the module may use " + library + ", but does not");
      }
    }
    return found;
  }

  /** Import cycles between the module's packages. */
  public Collection<String> cycles() {
    EvaluationResult result =
        SlicesRuleDefinition.slices()
            .matching(table.root() + ".(**)")
            .should()
            .beFreeOfCycles()
            .evaluate(classes);
    return result.getFailureReport().getDetails();
  }

  /** Packages without a {@code package-info} that says {@code @NullMarked}. */
  public Collection<String> packagesNotNullMarked() {
    Set<String> found = new TreeSet<>();
    for (String name : packages()) {
      JavaPackage javaPackage = classes.getPackage(name);
      if (!javaPackage.isAnnotatedWith(NULL_MARKED)) {
        found.add("package " + name + " has no package-info.java with @NullMarked");
      }
    }
    return found;
  }

  /**
   * Static state: fields that are not final, arrays that others could write to, holders that exist
   * to be changed, and collections whose value turns out to be modifiable. Initializes the classes
   * that own static collections.
   */
  public Collection<String> mutableStatics() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (JavaField field : type.getFields()) {
        Set<JavaModifier> modifiers = field.getModifiers();
        if (!modifiers.contains(JavaModifier.STATIC)
            || modifiers.contains(JavaModifier.SYNTHETIC)) {
          continue;
        }
        JavaClass fieldType = field.getRawType();
        if (!modifiers.contains(JavaModifier.FINAL)) {
          found.add(field.getFullName() + " is static and not final");
        } else if (fieldType.isArray() && !modifiers.contains(JavaModifier.PRIVATE)) {
          found.add(field.getFullName() + " is a static array that is not private");
        } else if (MUTABLE_HOLDERS.stream().anyMatch(fieldType.getName()::startsWith)) {
          found.add(field.getFullName() + " is static and can be changed");
        } else if ((fieldType.isAssignableTo(Collection.class)
                || fieldType.isAssignableTo(Map.class))
            && !isUnmodifiable(field)) {
          found.add(field.getFullName() + " is a static collection that can be changed");
        }
      }
    }
    return found;
  }

  private static boolean isUnmodifiable(JavaField javaField) {
    try {
      Field field = javaField.reflect();
      field.setAccessible(true);
      String valueType = field.get(null).getClass().getName();
      return valueType.startsWith("java.util.ImmutableCollections")
          || valueType.matches("(java\\.util|it\\.unimi).*\\$(Unmodifiable|Empty|Singleton).*");
    } catch (IllegalAccessException e) {
      throw new AssertionError("cannot read " + javaField.getFullName(), e);
    }
  }
}
