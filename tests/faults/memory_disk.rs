//! A disk in memory on which any call can fail or be the last before a crash, and which knows what such a
//! crash leaves: names and contents reach the medium only when they are synced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Permissions;
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use nendo::storage::disk::{Disk, Facts, Hold, NewFile};

/// What happens at one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// ENOSPC.
    Full,
    /// EACCES.
    Forbidden,
    /// EIO.
    Broken,
    /// A write takes only half of its bytes; what follows goes well.
    Short,
    /// A write takes half of its bytes, and then there is no space left.
    HalfThenFull,
    /// The machine stops before the call.
    Crash,
    /// The machine stops in the middle of a write.
    CrashHalfway,
}

impl Fault {
    pub const ANYWHERE: [Self; 4] = [Self::Full, Self::Forbidden, Self::Broken, Self::Crash];
    pub const IN_WRITES: [Self; 3] = [Self::Short, Self::HalfThenFull, Self::CrashHalfway];

    pub fn stops(self) -> bool {
        matches!(self, Self::Crash | Self::CrashHalfway)
    }

    fn error(self) -> Error {
        match self {
            Self::Full | Self::HalfThenFull => ErrorKind::StorageFull.into(),
            Self::Forbidden => ErrorKind::PermissionDenied.into(),
            _ => Error::from_raw_os_error(5),
        }
    }
}

/// What of the things not yet synced a crash leaves.
#[derive(Debug, Clone, Copy)]
pub enum Survives {
    /// All of it: the program alone was killed.
    Everything,
    /// Names but not contents, as journals of names do.
    Names,
    /// Nothing.
    OnlySynced,
}

impl Survives {
    pub const ALL: [Self; 3] = [Self::Everything, Self::Names, Self::OnlySynced];
}

#[derive(Debug, Default, Clone)]
struct Inode {
    content: Vec<u8>,
    synced: Vec<u8>,
    modified: Option<SystemTime>,
}

#[derive(Debug, Default)]
struct World {
    names: BTreeMap<PathBuf, usize>,
    synced_names: BTreeMap<PathBuf, usize>,
    inodes: Vec<Inode>,
    folders: BTreeSet<PathBuf>,
    calls: usize,
    writes: usize,
    fault: Option<(usize, Fault)>,
    /// The fault came.
    hit: bool,
    stopped: bool,
}

/// The disk.
#[derive(Debug, Clone, Default)]
pub struct MemoryDisk(Arc<Mutex<World>>);

impl MemoryDisk {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts calls from here, with a fault at one of them; all that was done before is on the medium.
    pub fn start(&self, fault: Option<(usize, Fault)>) {
        let mut world = self.world();
        (world.calls, world.writes, world.fault, world.hit) = (0, 0, fault, false);
        world.synced_names = world.names.clone();
        world.inodes.iter_mut().for_each(|inode| inode.synced = inode.content.clone());
    }

    /// Calls and, of them, writes.
    pub fn counted(&self) -> (usize, usize) {
        let world = self.world();
        (world.calls, world.writes)
    }

    pub fn hit(&self) -> bool {
        self.world().hit
    }

    /// The disk as it is found afterwards.
    pub fn afterwards(&self, survives: Survives) -> Self {
        let world = self.world();
        let names = if matches!(survives, Survives::OnlySynced) { &world.synced_names } else { &world.names };
        let mut inodes = world.inodes.clone();
        if !matches!(survives, Survives::Everything) {
            inodes.iter_mut().for_each(|inode| inode.content = inode.synced.clone());
        }
        let after = World { names: names.clone(), inodes, folders: world.folders.clone(), ..World::default() };
        Self(Arc::new(Mutex::new(after)))
    }

    /// Names of all files.
    pub fn files(&self) -> Vec<PathBuf> {
        self.world().names.keys().cloned().collect()
    }

    /// A call begins. Says which fault a write is to suffer.
    fn call(&self, is_write: bool) -> Result<(MutexGuard<'_, World>, Option<Fault>)> {
        let mut world = self.world();
        if world.stopped {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let at = world.calls;
        world.calls += 1;
        world.writes += usize::from(is_write);
        let Some((_, fault)) = world.fault.filter(|(when, _)| *when == at) else { return Ok((world, None)) };
        let in_write = Fault::IN_WRITES.contains(&fault);
        if in_write && !is_write {
            return Ok((world, None));
        }
        world.hit = true;
        if in_write {
            return Ok((world, Some(fault)));
        }
        world.stopped = fault.stops();
        Err(fault.error())
    }

    fn inode_of(world: &World, path: &Path) -> Result<usize> {
        world.names.get(path).copied().ok_or_else(|| ErrorKind::NotFound.into())
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

impl Disk for MemoryDisk {
    fn facts(&self, path: &Path) -> Result<Facts> {
        let (world, _) = self.call(false)?;
        let folder = world.folders.contains(path);
        let inode = if folder { None } else { Some(Self::inode_of(&world, path)?) };
        let of = |inode: usize| &world.inodes[inode];
        Ok(Facts {
            folder,
            device: false,
            length: inode.map_or(0, |inode| of(inode).content.len() as u64),
            modified: inode.and_then(|inode| of(inode).modified),
            identity: inode.unwrap_or_default() as u64,
            permissions: None,
        })
    }

    fn read_link(&self, _path: &Path) -> Result<PathBuf> {
        drop(self.call(false)?);
        Err(ErrorKind::InvalidInput.into())
    }

    fn read(&self, path: &Path, _most: u64) -> Result<Vec<u8>> {
        let (world, _) = self.call(false)?;
        Ok(world.inodes[Self::inode_of(&world, path)?].content.clone())
    }

    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let (world, _) = self.call(false)?;
        if !world.folders.contains(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        let mut found: Vec<PathBuf> = world.names.keys().chain(&world.folders).filter(|path| parent(path) == *folder).cloned().collect();
        found.sort();
        Ok(found)
    }

    fn ask_to_write(&self, path: &Path) -> Result<()> {
        let (world, _) = self.call(false)?;
        Self::inode_of(&world, path).map(drop)
    }

    fn open_device(&self, _path: &Path) -> Result<Box<dyn Write>> {
        Err(ErrorKind::Unsupported.into())
    }

    fn create(&self, path: &Path) -> Result<Box<dyn NewFile>> {
        let (mut world, _) = self.call(false)?;
        if world.names.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        if !world.folders.contains(&parent(path)) {
            return Err(ErrorKind::NotFound.into());
        }
        let inode = world.inodes.len();
        world.inodes.push(Inode { modified: Some(SystemTime::now()), ..Inode::default() });
        world.names.insert(path.to_owned(), inode);
        Ok(Box::new(MemoryFile { disk: self.clone(), inode, full: false }))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        let (mut world, _) = self.call(false)?;
        let inode = Self::inode_of(&world, from)?;
        world.names.remove(from);
        world.names.insert(to.to_owned(), inode);
        Ok(())
    }

    fn remove(&self, path: &Path) -> Result<()> {
        let (mut world, _) = self.call(false)?;
        world.names.remove(path).map(drop).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn remove_folder(&self, path: &Path) -> Result<()> {
        let (mut world, _) = self.call(false)?;
        if world.names.keys().chain(&world.folders).any(|held| parent(held) == path && held != path) {
            return Err(ErrorKind::DirectoryNotEmpty.into());
        }
        if world.folders.remove(path) { Ok(()) } else { Err(ErrorKind::NotFound.into()) }
    }

    fn create_folder(&self, path: &Path, _private: bool) -> Result<()> {
        let (mut world, _) = self.call(false)?;
        world.folders.extend(path.ancestors().map(Path::to_owned));
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> Result<()> {
        let (mut world, _) = self.call(false)?;
        world.synced_names.retain(|name, _| parent(name) != path);
        let here: Vec<_> =
            world.names.iter().filter(|(name, _)| parent(name) == path).map(|(name, inode)| (name.clone(), *inode)).collect();
        world.synced_names.extend(here);
        Ok(())
    }

    fn hold(&self, _path: &Path) -> Result<Hold> {
        drop(self.call(false)?);
        Ok(Hold::nothing())
    }

    fn is_held(&self, _path: &Path) -> Option<bool> {
        self.call(false).ok().map(|_| false)
    }
}

struct MemoryFile {
    disk: MemoryDisk,
    inode: usize,
    full: bool,
}

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let (mut world, fault) = self.disk.call(true)?;
        if self.full {
            return Err(ErrorKind::StorageFull.into());
        }
        let taken = if fault.is_some() { bytes.len() / 2 } else { bytes.len() };
        world.inodes[self.inode].content.extend_from_slice(&bytes[..taken]);
        match fault {
            Some(Fault::CrashHalfway) => {
                world.stopped = true;
                return Err(Fault::CrashHalfway.error());
            }
            Some(Fault::HalfThenFull) => self.full = true,
            _ => {}
        }
        Ok(taken)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl NewFile for MemoryFile {
    fn set_permissions(&self, _permissions: &Permissions) -> Result<()> {
        self.disk.call(false).map(drop)
    }

    fn sync(&self) -> Result<()> {
        let (mut world, _) = self.disk.call(false)?;
        let inode = &mut world.inodes[self.inode];
        inode.synced = inode.content.clone();
        Ok(())
    }
}
